/* three-frameworks-landmarks.c: twenty works on diffusion in medical imaging that stand for the
 * tasks of the survey. Bibliographic facts; a longer list is opened as a table.
 */
#include "experiments/three-frameworks.h"

typedef struct
{
  const char *task, *title, *framework, *paper;
  int year;
} Landmark;

static const Landmark landmarks[] = {
  { "Anomaly Detection",
    "AnoDDPM: Anomaly Detection with Denoising Diffusion Probabilistic Models using Simplex Noise",
    "DDPM", "CVPR Workshops 2022", 2022 },
  { "Anomaly Detection", "Diffusion Models for Medical Anomaly Detection", "DDPM",
    "arXiv 2203.04306", 2022 },
  { "Anomaly Detection",
    "What is Healthy? Generative Counterfactual Diffusion for Lesion Localization", "DDPM",
    "arXiv 2207.12268", 2022 },
  { "Anomaly Detection",
    "Fast Unsupervised Brain Anomaly Detection and Segmentation with Diffusion Models", "DDPM",
    "arXiv 2206.03461", 2022 },
  { "Reconstruction", "Score-based diffusion models for accelerated MRI", "SDE", "arXiv 2110.05243",
    2021 },
  { "Reconstruction",
    "Solving Inverse Problems in Medical Imaging with Score-Based Generative Models", "SDE",
    "arXiv 2111.08005", 2021 },
  { "Reconstruction",
    "Come-Closer-Diffuse-Faster: Accelerating Conditional Diffusion Models for Inverse Problems "
    "through Stochastic Contraction",
    "DDPM", "arXiv 2112.05146", 2021 },
  { "Denoising", "MR Image Denoising and Super-Resolution Using Regularized Reverse Diffusion",
    "SDE", "arXiv 2203.12621", 2022 },
  { "Denoising", "DDM2: Self-Supervised Diffusion MRI Denoising with Generative Diffusion Models",
    "DDPM", "arXiv 2302.03018", 2023 },
  { "Denoising",
    "CoreDiff: Contextual Error-Modulated Generalized Diffusion Model for Low-Dose CT Denoising "
    "and Generalization",
    "DDPM", "arXiv 2304.01814", 2023 },
  { "Image-to-Image Translation",
    "Unsupervised Medical Image Translation with Adversarial Diffusion Models", "DDPM",
    "arXiv 2207.08208", 2022 },
  { "Segmentation", "Diffusion Models for Implicit Image Segmentation Ensembles", "DDPM",
    "arXiv 2112.03145", 2021 },
  { "Segmentation", "MedSegDiff: Medical Image Segmentation with Diffusion Probabilistic Model",
    "DDPM", "arXiv 2211.00611", 2022 },
  { "Segmentation",
    "Annotator Consensus Prediction for Medical Image Segmentation with Diffusion Models", "DDPM",
    "arXiv 2306.09004", 2023 },
  { "Image Generation", "Brain Imaging Generation with Latent Diffusion Models", "Latent diffusion",
    "arXiv 2209.07162", 2022 },
  { "Image Generation",
    "Medical Diffusion: Denoising Diffusion Probabilistic Models for 3D Medical Image Generation",
    "DDPM", "arXiv 2211.03364", 2022 },
  { "Image Generation", "Conditional Diffusion Models for Semantic 3D Medical Image Synthesis",
    "DDPM", "arXiv 2305.18453", 2023 },
  { "Image Generation",
    "Make-A-Volume: Leveraging Latent Diffusion Models for Cross-Modality 3D Brain MRI Synthesis",
    "Latent diffusion", "arXiv 2307.10094", 2023 },
  { "Text-to-Image", "RoentGen: Vision-Language Foundation Model for Chest X-ray Generation",
    "Latent diffusion", "arXiv 2211.12737", 2022 },
  { "Registration",
    "DiffuseMorph: Unsupervised Deformable Image Registration Along Continuous Trajectory Using "
    "Diffusion Models",
    "DDPM", "arXiv 2112.05149", 2021 },
};

PlumeDataset *
tf_make_landmarks (GError **error)
{
  PlumeDataset *dataset = plume_dataset_new ("landmarks");
  PlumeTable *table = plume_table_new ("works");
  gsize n = G_N_ELEMENTS (landmarks);
  PlumeArray *year = plume_array_new (n);
  GStrv task = g_new0 (char *, n + 1), title = g_new0 (char *, n + 1),
        framework = g_new0 (char *, n + 1), paper = g_new0 (char *, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      task[i] = g_strdup (landmarks[i].task);
      title[i] = g_strdup (landmarks[i].title);
      framework[i] = g_strdup (landmarks[i].framework);
      paper[i] = g_strdup (landmarks[i].paper);
      year->values[i] = landmarks[i].year;
    }
  plume_table_add_texts (table, "task", task);
  plume_table_add_texts (table, "title", title);
  plume_table_add_texts (table, "framework", framework);
  plume_table_add_texts (table, "paper", paper);
  plume_table_add_numbers (table, "year", NULL, year);
  plume_dataset_take_table (dataset, table);
  return dataset;
}

/* three-frameworks-landmarks.c: twenty works on diffusion in medical imaging that stand for the
 * tasks of the survey. Bibliographic facts; a longer list is opened as a table.
 */
#include "experiments/three-frameworks.h"

#include <string.h>

typedef struct
{
  const char *task, *title, *framework, *paper;
  int year;
  const char *modality; /* NULL where it is none in particular */
} Landmark;

static const Landmark landmarks[] = {
  { "Anomaly Detection",
    "AnoDDPM: Anomaly Detection with Denoising Diffusion Probabilistic Models using Simplex Noise",
    "DDPM", "CVPR Workshops 2022, doi 10.1109/CVPRW56347.2022.00080", 2022, "MRI" },
  { "Anomaly Detection", "Diffusion Models for Medical Anomaly Detection", "DDPM",
    "arXiv 2203.04306", 2022, "MRI; X-ray" },
  { "Anomaly Detection",
    "What is Healthy? Generative Counterfactual Diffusion for Lesion Localization", "DDPM",
    "arXiv 2207.12268", 2022, "MRI" },
  { "Anomaly Detection",
    "Fast Unsupervised Brain Anomaly Detection and Segmentation with Diffusion Models", "DDPM",
    "arXiv 2206.03461", 2022, "MRI" },
  { "Reconstruction", "Score-based diffusion models for accelerated MRI", "SDE", "arXiv 2110.05243",
    2021, "MRI" },
  { "Reconstruction",
    "Solving Inverse Problems in Medical Imaging with Score-Based Generative Models", "SDE",
    "arXiv 2111.08005", 2021, "CT" },
  { "Reconstruction",
    "Come-Closer-Diffuse-Faster: Accelerating Conditional Diffusion Models for Inverse Problems "
    "through Stochastic Contraction",
    "DDPM", "arXiv 2112.05146", 2021, "MRI" },
  { "Denoising", "MR Image Denoising and Super-Resolution Using Regularized Reverse Diffusion",
    "SDE", "arXiv 2203.12621", 2022, "MRI" },
  { "Denoising", "DDM2: Self-Supervised Diffusion MRI Denoising with Generative Diffusion Models",
    "DDPM", "arXiv 2302.03018", 2023, "MRI" },
  { "Denoising",
    "CoreDiff: Contextual Error-Modulated Generalized Diffusion Model for Low-Dose CT Denoising "
    "and Generalization",
    "DDPM", "arXiv 2304.01814", 2023, "CT" },
  { "Image-to-Image Translation",
    "Unsupervised Medical Image Translation with Adversarial Diffusion Models", "DDPM",
    "arXiv 2207.08208", 2022, "MRI; CT" },
  { "Segmentation", "Diffusion Models for Implicit Image Segmentation Ensembles", "DDPM",
    "arXiv 2112.03145", 2021, "MRI" },
  { "Segmentation", "MedSegDiff: Medical Image Segmentation with Diffusion Probabilistic Model",
    "DDPM", "arXiv 2211.00611", 2022, "MRI; Ultrasound; Fundus" },
  { "Segmentation",
    "Annotator Consensus Prediction for Medical Image Segmentation with Diffusion Models", "DDPM",
    "arXiv 2306.09004", 2023, NULL },
  { "Image Generation", "Brain Imaging Generation with Latent Diffusion Models", "Latent diffusion",
    "arXiv 2209.07162", 2022, "MRI" },
  { "Image Generation",
    "Medical Diffusion: Denoising Diffusion Probabilistic Models for 3D Medical Image Generation",
    "DDPM", "arXiv 2211.03364", 2022, "MRI; CT" },
  { "Image Generation", "Conditional Diffusion Models for Semantic 3D Medical Image Synthesis",
    "DDPM", "arXiv 2305.18453", 2023, "MRI" },
  { "Image Generation",
    "Make-A-Volume: Leveraging Latent Diffusion Models for Cross-Modality 3D Brain MRI Synthesis",
    "Latent diffusion", "arXiv 2307.10094", 2023, "MRI" },
  { "Text-to-Image", "RoentGen: Vision-Language Foundation Model for Chest X-ray Generation",
    "Latent diffusion", "arXiv 2211.12737", 2022, "X-ray" },
  { "Registration",
    "DiffuseMorph: Unsupervised Deformable Image Registration Along Continuous Trajectory Using "
    "Diffusion Models",
    "DDPM", "arXiv 2112.05149", 2021, "MRI" },
};

/* Where a paper that names its arXiv number or DOI can be read */
static char *
make_link (const char *paper)
{
  const char *arxiv = strstr (paper, "arXiv "), *doi = strstr (paper, "doi ");

  if (arxiv != NULL)
    return g_strconcat ("https://arxiv.org/abs/", arxiv + strlen ("arXiv "), NULL);
  return g_strconcat ("https://doi.org/", doi + strlen ("doi "), NULL);
}

PlumeDataset *
tf_make_landmarks (GError **error)
{
  PlumeDataset *dataset = plume_dataset_new ("landmarks");
  PlumeTable *table = plume_table_new ("works");
  gsize n = G_N_ELEMENTS (landmarks);
  PlumeArray *year = plume_array_new (n);
  GStrv task = g_new0 (char *, n + 1), title = g_new0 (char *, n + 1),
        framework = g_new0 (char *, n + 1), paper = g_new0 (char *, n + 1),
        modality = g_new0 (char *, n + 1), link = g_new0 (char *, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      task[i] = g_strdup (landmarks[i].task);
      title[i] = g_strdup (landmarks[i].title);
      framework[i] = g_strdup (landmarks[i].framework);
      paper[i] = g_strdup (landmarks[i].paper);
      modality[i] = g_strdup (landmarks[i].modality != NULL ? landmarks[i].modality : "");
      link[i] = make_link (landmarks[i].paper);
      year->values[i] = landmarks[i].year;
    }
  plume_table_add_texts (table, "task", task);
  plume_table_add_texts (table, "title", title);
  plume_table_add_texts (table, "framework", framework);
  plume_table_add_texts (table, "modality", modality);
  plume_table_add_texts (table, "paper", paper);
  plume_table_add_texts (table, "link", link);
  plume_table_add_numbers (table, "year", NULL, year);
  plume_dataset_take_table (dataset, table);
  return dataset;
}

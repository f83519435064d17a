/* heat-geodesic-embedding.h: what the stages hand to each other and to the views. Private to the
 * files of the experiment.
 *
 * Vertices of the graph are the points that were kept; an item of a selection is a row of the data.
 * Sites are the vertices between which heat is followed all the way: all of them, or landmarks
 * where there are more.
 */
#pragma once

#include "lab/plume-experiment.h"
#include "manifold/plume-embedding.h"
#include "manifold/plume-graph-bridges.h"
#include "manifold/plume-heat-geodesic.h"
#include "manifold/plume-heat-time.h"
#include "manifold/plume-landmarks.h"
#include "manifold/plume-prepare.h"
#include "manifold/plume-shapes.h"
#include "manifold/plume-shepard.h"

G_BEGIN_DECLS

/* In the order of hg_method_choices. */
typedef enum
{
  HG_HEAT,
  HG_RANDOM_WALK,
  HG_PHATE,
  HG_DIFFUSION_MAP,
  HG_EIGENMAPS,
  HG_ISOMAP,
  HG_SHORTEST_PATH,
  HG_SNE,
  HG_TSNE,
  HG_HEAT_TSNE,
  HG_PCA,
  HG_EUCLIDEAN,
  HG_N_METHODS,
} HgMethod;

#define HG_MANY  50000 /* points from which pixels are counted */
#define HG_ROUGH 4000  /* points of which a rough picture is made, drawn among all */

extern const PlumeChoice hg_method_choices[];
extern const PlumeChoice hg_shape_choices[];
extern const PlumeChoice hg_engine_choices[];
#define HG_N_PARAMETERS 52
extern const PlumeParameter hg_parameters[HG_N_PARAMETERS];
extern const PlumeInput hg_inputs[1];

/**
 * HgData: what heat will spread on
 * @prepared: (nullable): of data that were opened
 * @shape: (nullable): of points that were made
 * @points: n × p
 * @axis_titles: of the first three coordinates
 * @rows: (nullable): row of the data of each point, rising; %NULL for all in order
 * @pairs: (nullable): instead of points: distances or affinities that were opened
 */
typedef struct
{
  PlumePrepared *prepared;
  PlumeShapeSample *shape;
  PlumePoints *points;
  char *axis_titles[3];
  const guint32 *rows;
  PlumeBlock *pairs;
} HgData;

/**
 * HgNear:
 * @neighbours: (nullable): of @points; %NULL where a graph was opened
 * @points: n × p: those of the data, or some of them
 * @some: (nullable): which, rising
 */
typedef struct
{
  PlumeNeighbours *neighbours;
  PlumePoints *points;
  guint32 *some;
} HgNear;

/**
 * HgGraph:
 * @points: (nullable): of the vertices, n × p
 * @places: (nullable): which of the data's points every vertex is, rising; %NULL where all are
 * @items: (nullable): row of the data of every vertex; %NULL where vertex v is row v
 */
typedef struct
{
  PlumeGraph *graph;
  PlumePoints *points;
  guint32 *places;
  PlumeArray *items;
} HgGraph;

/**
 * HgUncut: the graph as the data give it
 * @bridges: (nullable): found when they are first asked for, since that takes longer than the graph
 * and nobody may ask; under @lock
 */
typedef struct
{
  HgGraph whole;
  GMutex lock;
  PlumeBridges *bridges;
} HgUncut;

/**
 * HgBridges: edges that look like short circuits, the worst first: those that the graph in use
 * lacks, and the next ones
 * @n_cut: how many of the n the graph in use lacks
 * @ends: 2 × n vertices
 */
typedef struct
{
  gsize n, n_cut;
  guint32 *ends;
} HgBridges;

/* Which of the data's points a vertex is. */
static inline gsize
hg_place_of (const HgGraph *graph, gsize vertex)
{
  return graph->places != NULL ? graph->places[vertex] : vertex;
}

/**
 * HgColouring: one colour a vertex
 * @codes, @names: categories, or
 * @values: numbers
 */
typedef struct
{
  PlumeArray *codes, *values;
  GStrv names;
  PlumeColourMap map;
  char *title;
} HgColouring;

/**
 * HgSites: between which heat is followed
 * @graph: of all vertices
 * @rulers: lengths that are known between them
 * @landmarks, @coarse: (nullable): where not every vertex is a site
 * @weights: (nullable): by which what is known of landmarks is brought to all vertices
 */
typedef struct
{
  PlumeGraph *graph;
  PlumeRulers *rulers;
  PlumeLandmarks *landmarks;
  PlumeCoarseHeat *coarse;
  PlumeLandmarkWeights *weights;
} HgSites;

/**
 * HgPicture: one method's picture
 * @places: (nullable): n × d, of all vertices
 * @sites: (nullable): m × d: of the sites only, where the rest follows
 * @distances: (nullable): among the sites: what the picture is drawn from
 * @counts: of the scaling, @pairs of the distances
 * @unit: length of a unit of the picture in the data's unit; 0 where it has no scale
 * @sentence: (nullable): why there is no picture
 */
typedef struct
{
  HgMethod method;
  PlumePoints *places;
  PlumePoints *sites;
  PlumeDistances *distances;
  PlumeScalingCounts counts;
  PlumeGeodesicCounts pairs;
  double unit;
  char *sentence;
} HgPicture;

typedef struct
{
  guint n;
  HgPicture *pictures[HG_N_METHODS];
  double trust[HG_N_METHODS], continuity[HG_N_METHODS];
} HgGallery;

/**
 * HgWarmth: heat from chosen points
 * @decades: log₁₀ of the heat of every vertex
 */
typedef struct
{
  PlumeArray *decades;
  double greatest;
  gsize n_sources;
  guint32 *sources; /* vertices */
  char *sentence;
} HgWarmth;

/* Times and what heat is at them, as columns of a chart. */
typedef struct
{
  PlumeArray *times, *entropy, *trace;
  double knee, hops, collapse;
  double smallest, largest;
} HgCurves;

/* Entropy of the powers of the lazy walk; NULL where there are too many vertices. */
typedef struct
{
  PlumeArray *steps, *entropy;
  double knee;
} HgWalk;

typedef struct
{
  PlumeArray *eigenvalues;
} HgSpectrum;

/* How badly the distances of every vertex are kept; NULL where that is not the colour, or not
 * known.
 */
typedef struct
{
  PlumeArray *values;
} HgStress;

#define HG_N_SCORES 9

/**
 * HgKept: how the picture keeps distances
 * @shepard: (nullable): pairs
 * @is_truth: whether true geodesics are known; else shortest paths
 * @scores: of the picture, by hg_score_ids
 */
typedef struct
{
  PlumeShepard *shepard;
  gboolean is_truth;
  double scores[HG_N_SCORES];
  char *sentence;
} HgKept;

extern const char *const hg_score_ids[HG_N_SCORES];

/* Of shapes that were made: shortest paths among the first of the judged vertices, on the graph of
 * their points without noise; NULL of data.
 */
typedef struct
{
  PlumeDistances *paths;
} HgNoiseFree;

/* NaN where it does not apply. */
typedef struct
{
  double value;
} HgDemap;

/**
 * HgStability: how far the picture of heat moves when the edges of the graph are drawn again
 * @x: @y: (nullable): outlines of ellipses of one standard deviation in the first two dimensions,
 * one after the other with a gap between; of those sites that are seen beside each other
 * @spread: √tr C of all vertices, in percent of the extent of the picture
 * @shares: the same of the sites, rising
 * @median: of @shares
 */
typedef struct
{
  PlumeArray *x, *y, *shares, *spread;
  double median;
  char *sentence;
} HgStability;

#define HG_MOST_COLUMNS 4

typedef struct
{
  guint n;
  char *titles[HG_MOST_COLUMNS];
  PlumeArray *raw[HG_MOST_COLUMNS], *smooth[HG_MOST_COLUMNS];
} HgSmoothed;

typedef enum
{
  HG_INTERPOLATED,
  HG_PREVIOUS,
  HG_NEXT,
  HG_RANDOM,
  HG_N_GUESSES,
} HgGuess;

/* distance: W₁, W₂ and √MMD² to the real stage */
typedef struct
{
  char *title, *sentence;
  PlumePoints *all, *real, *told;
  double distance[HG_N_GUESSES][3];
} HgWithheld;

typedef struct
{
  gsize m;
  PlumeArray *values;
  char *sentence;
} HgMatrix;

PlumeDataset *hg_make_growing_tree (GError **error);
PlumeGraph *hg_graph_of_pairs (const PlumeBlock *pairs,
                               gsize k,
                               const PlumeGraphOptions *options,
                               PlumeTask *task,
                               GError **error);
/* Values of rows of the data, or of points of a shape, brought to the vertices; NaN for others. */
PlumeArray *hg_of_vertices (const HgGraph *graph, const PlumeArray *rows);
PlumePoints *hg_data_in_space (const HgData *data, const HgGraph *graph);

/* data */
PlumeResult *hg_compute_data (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_data_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_neighbours (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *
hg_compute_neighbours_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_uncut (const PlumeReads *reads, PlumeTask *task, GError **error);
void hg_graph_clear (HgGraph *graph);
PlumeResult *hg_compute_colouring (const PlumeReads *reads, PlumeTask *task, GError **error);

/* bridges */
PlumeResult *hg_compute_graph (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_bridges (const PlumeReads *reads, PlumeTask *task, GError **error);

/* heat */
PlumeResult *hg_compute_sites (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_sites_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_ladder (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_unfolding (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_unfolding_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_embedding (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_embedding_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
/* From m sites to all vertices. */
PlumePoints *
hg_extend (const PlumeReads *reads, PlumePoints *sites, PlumeTask *task, GError **error);
PlumePoints *hg_quick_heat (const PlumeReads *reads,
                            double t,
                            gsize n_sources,
                            const guint32 *sources,
                            PlumeTask *task,
                            GError **error);

PlumeHeatTimes *hg_find_times (const PlumeReads *reads, PlumeTask *task, GError **error);
HgSites *hg_sites_new (const PlumeReads *reads,
                       PlumeGraph *graph,
                       PlumeLandmarks *landmarks,
                       PlumeTask *task,
                       GError **error);
void hg_sites_free (HgSites *sites);
gboolean hg_draw_sites (const PlumeReads *reads,
                        const HgSites *sites,
                        const PlumePoints *frame,
                        HgPicture *picture,
                        PlumeTask *task,
                        GError **error);

/* stability */
PlumeResult *hg_compute_stability (const PlumeReads *reads, PlumeTask *task, GError **error);

/* signals */
PlumeResult *hg_compute_curves (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_walk (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_spectrum (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_warmth (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_warmth_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_smoothed (const PlumeReads *reads, PlumeTask *task, GError **error);

/* methods */
PlumeResult *hg_compute_picture (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_other_picture (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_gallery (const PlumeReads *reads, PlumeTask *task, GError **error);

/* judgement */
PlumeResult *hg_compute_truth (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_stress (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_kept (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_kept_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_noise_free (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *
hg_compute_noise_free_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_demap (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_demap_coarse (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_withheld (const PlumeReads *reads, PlumeTask *task, GError **error);
PlumeResult *hg_compute_matrix (const PlumeReads *reads, PlumeTask *task, GError **error);

HgPicture *hg_picture_new (HgMethod method);
gsize hg_picture_get_bytes (const HgPicture *picture);
/* Turned and moved to lie as the other does; where both have as many dimensions. */
void hg_align (PlumePoints *places, const PlumePoints *reference);
PlumeGeodesicOptions hg_read_geodesic (const PlumeReads *reads);
HgPicture *hg_picture_copy (const HgPicture *picture);
void hg_picture_free (HgPicture *picture);
PlumeResult *hg_picture_to_result (HgPicture *picture);

/* views of other files */
void hg_draw_shepard (PlumeFigure *figure, const PlumeReads *reads);
void hg_draw_curves (PlumeFigure *figure, const PlumeReads *reads);
void hg_pick_time (const PlumePick *pick, const PlumeReads *reads, PlumeChanges *changes);
void hg_draw_spectrum (PlumeFigure *figure, const PlumeReads *reads);
void hg_draw_columns (PlumeFigure *figure, const PlumeReads *reads);
void hg_draw_stages (PlumeFigure *figure, const PlumeReads *reads);
void hg_draw_matrix (PlumeFigure *figure, const PlumeReads *reads);

#define HG_N_VIEWS 13
extern const PlumeView hg_views[HG_N_VIEWS];

G_END_DECLS

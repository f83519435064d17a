/* plume-phantom.c: random heads of ellipses, with soft edges of a pixel.
 *
 * Coordinates are those of Shepp and Logan: x to the right, y up, the head within [−1, 1]².
 */
#include "generative/plume-phantom.h"

#include "core/plume-random.h"

#include <math.h>

#define SUBPIXELS 3

/* What an ellipse adds, by contrast, on the scale 0 (air) to 1; and how far its own random numbers
 * may take it from the place it has in an average head. */
typedef struct
{
  double x, y, a, b, degrees;
  double adds[PLUME_N_CONTRASTS];
  double wanders, grows, turns;
} Organ;

static const Organ organs[] = {
  { 0, 0, 0.70, 0.92, 0, { 0.75, 1.0 }, 0, 0.03, 0 },          /* scalp and skull */
  { 0, -0.01, 0.64, 0.86, 0, { -0.35, -0.62 }, 0, 0.02, 0 },   /* grey matter */
  { -0.27, 0, 0.25, 0.58, 8, { 0.22, -0.05 }, 0.03, 0.12, 6 }, /* white matter */
  { 0.27, 0, 0.25, 0.58, -8, { 0.22, -0.05 }, 0.03, 0.12, 6 },
  { -0.13, 0.06, 0.07, 0.26, 16, { -0.5, -0.16 }, 0.03, 0.3, 8 }, /* ventricles */
  { 0.13, 0.06, 0.07, 0.26, -16, { -0.5, -0.16 }, 0.03, 0.3, 8 },
  { 0, -0.2, 0.035, 0.09, 0, { -0.3, -0.12 }, 0.02, 0.3, 0 },        /* third ventricle */
  { -0.2, -0.27, 0.09, 0.12, -20, { -0.14, 0.06 }, 0.03, 0.25, 15 }, /* deep nuclei */
  { 0.2, -0.27, 0.09, 0.12, 20, { -0.14, 0.06 }, 0.03, 0.25, 15 },
  { 0, 0.58, 0.22, 0.1, 0, { -0.1, 0.03 }, 0.05, 0.3, 15 },  /* cortex in front */
  { 0, -0.66, 0.26, 0.1, 0, { -0.1, 0.03 }, 0.05, 0.3, 15 }, /* and at the back */
};

typedef struct
{
  double x, y, cosine, sine, a, b, adds;
} Ellipse;

static double
symmetric (PlumeStream *stream)
{
  return 2 * plume_stream_uniform (stream) - 1;
}

/* The organs of one head: turned by up to 10°, grown by up to 6 %, moved by up to 0.06 as a whole;
 * and each in its own place. */
static void
place_organs (guint64 seed, guint64 index, PlumeContrast contrast, Ellipse *ellipses)
{
  PlumeStream stream = plume_stream (seed, "phantom", index);
  double turn = symmetric (&stream) * 10 * G_PI / 180, grow = 1 + 0.06 * symmetric (&stream) - 0.06,
         narrow = 1 + 0.05 * symmetric (&stream), x = 0.06 * symmetric (&stream),
         y = 0.04 * symmetric (&stream);

  for (guint i = 0; i < G_N_ELEMENTS (organs); i++)
    {
      const Organ *organ = &organs[i];
      double own_x = organ->x + organ->wanders * symmetric (&stream),
             own_y = organ->y + organ->wanders * symmetric (&stream),
             angle = (organ->degrees + organ->turns * symmetric (&stream)) * G_PI / 180 + turn;

      own_x *= narrow;
      ellipses[i] = (Ellipse){
        .x = x + grow * (cos (turn) * own_x - sin (turn) * own_y),
        .y = y + grow * (sin (turn) * own_x + cos (turn) * own_y),
        .cosine = cos (angle),
        .sine = sin (angle),
        .a = grow * narrow * organ->a * (1 + organ->grows * symmetric (&stream)),
        .b = grow * organ->b * (1 + organ->grows * symmetric (&stream)),
        .adds = organ->adds[contrast] * (1 + 0.08 * symmetric (&stream)),
      };
    }
}

static gboolean
holds (const Ellipse *ellipse, double x, double y)
{
  double along = (x - ellipse->x) * ellipse->cosine + (y - ellipse->y) * ellipse->sine,
         across = (y - ellipse->y) * ellipse->cosine - (x - ellipse->x) * ellipse->sine;

  along /= ellipse->a;
  across /= ellipse->b;
  return along * along + across * across <= 1;
}

/* The share of a pixel that lies in the ellipse; pixels that its circle does not reach are quick.
 */
static double
cover (const Ellipse *ellipse, double x, double y, double pixel)
{
  double reach = MAX (ellipse->a, ellipse->b) + pixel;
  guint inside = 0;

  if (fabs (x - ellipse->x) > reach || fabs (y - ellipse->y) > reach)
    return 0;
  for (guint i = 0; i < SUBPIXELS; i++)
    for (guint k = 0; k < SUBPIXELS; k++)
      inside += holds (ellipse, x + pixel * ((i + 0.5) / SUBPIXELS - 0.5),
                       y + pixel * ((k + 0.5) / SUBPIXELS - 0.5));
  return (double)inside / (SUBPIXELS * SUBPIXELS);
}

/**
 * plume_phantom_draw:
 * @seed: of the family
 * @index: which member; the same anatomy whatever the contrast
 * @contrast: how tissues look
 * @side: pixels
 * @picture: (out): side × side, the first row at the top, −1 for air
 *
 * O(side²). Pure: the same arguments give the same picture on every machine and thread.
 */
void
plume_phantom_draw (
    guint64 seed, guint64 index, PlumeContrast contrast, gsize side, double *picture)
{
  Ellipse ellipses[G_N_ELEMENTS (organs)];
  double pixel = 2.0 / (double)side;

  place_organs (seed, index, contrast, ellipses);
  for (gsize i = 0; i < side * side; i++)
    {
      double x = ((double)(i % side) + 0.5) * pixel - 1, y = 1 - ((double)(i / side) + 0.5) * pixel,
             sum = 0;

      for (guint k = 0; k < G_N_ELEMENTS (organs); k++)
        sum += ellipses[k].adds * cover (&ellipses[k], x, y, pixel);
      picture[i] = 2 * CLAMP (sum, 0, 1) - 1;
    }
}

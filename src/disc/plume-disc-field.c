/* plume-disc-field.c: a response as a picture of the (z, v) plane.
 *
 * The action, angle and frequency of every pixel are found once, and of its mirror images with it.
 * Between the actions of the grid only what varies slowly is interpolated; the phase n(θ − Ωt),
 * which winds up, is taken at the pixel.
 */
#include <math.h>

#include "core/plume-parallel.h"
#include "disc/plume-disc-response-private.h"
#include "disc/plume-disc-vertical-private.h"

typedef struct
{
  float place; /* √J in cells of the grid; −1 beyond it */
  float theta;
  float omega;
  float density;
  float slope; /* dΩ/dJ */
} Pixel;

struct _PlumeDiscField
{
  gsize width, height, n_actions;
  double largest_action;
  Pixel *pixels;
};

typedef struct
{
  PlumeDiscField *field;
  const PlumeDiscGrid *grid;
  const double *z_range, *v_range;
  gsize n_columns, n_rows; /* those that are no mirror images of others */
} Filling;

static double
pixel_middle (const double range[2], gsize i, gsize n)
{
  return range[0] + (range[1] - range[0]) * ((double)i + 0.5) / (double)n;
}

/* All but the angle of the pixels at (±z, ±v), and the angle folded into the first quadrant */
static Pixel
find_orbit (const Filling *filling, double z, double v, double *angle)
{
  const PlumeDiscGrid *grid = filling->grid;
  double largest = filling->field->largest_action, J, omega, slope;
  Pixel pixel;

  plume_vertical_quadrant (grid->vertical, fabs (z), fabs (v), &J, &omega, angle);
  pixel = (Pixel){ -1, NAN, (float)omega, NAN, NAN };
  if (!(J <= largest))
    return pixel;
  pixel.place = (float)(sqrt (J / largest) * (double)(grid->n - 1));
  pixel.density =
      (float)plume_disc_distribution_value (&grid->distribution, grid->vertical, J, NULL);
  plume_vertical_frequency (grid->vertical, J, &slope);
  pixel.slope = (float)slope;
  return pixel;
}

/* Rows of pixels with their mirror images */
static void
fill_rows (gsize from, gsize to, gpointer data)
{
  const Filling *filling = data;
  const PlumeDiscField *field = filling->field;
  gsize width = field->width, height = field->height;

  for (gsize row = from; row < to; row++)
    for (gsize column = 0; column < filling->n_columns; column++)
      {
        gsize rows[2] = { row, height - 1 - row }, columns[2] = { column, width - 1 - column };
        double angle;
        Pixel pixel = find_orbit (filling, pixel_middle (filling->z_range, column, width),
                                  pixel_middle (filling->v_range, row, height), &angle);

        for (guint k = 0; k < 4; k++)
          {
            gsize x = columns[k % 2], y = rows[k / 2];

            if ((k % 2 == 1 && filling->n_columns == width)
                || (k / 2 == 1 && filling->n_rows == height))
              continue;
            pixel.theta =
                (float)plume_vertical_unfold (angle, pixel_middle (filling->z_range, x, width),
                                              pixel_middle (filling->v_range, y, height));
            field->pixels[y * width + x] = pixel;
          }
      }
}

/**
 * plume_disc_field_new:
 * @grid: actions
 * @width: pixels along z
 * @height: pixels along v
 * @z_range: (array fixed-size=2): left and right edge, kpc
 * @v_range: (array fixed-size=2): lower and upper edge, km/s
 *
 * Returns: (transfer full): the pixels' actions and angles, immutable; row by row, lowest v first
 */
PlumeDiscField *
plume_disc_field_new (const PlumeDiscGrid *grid,
                      gsize width,
                      gsize height,
                      const double z_range[2],
                      const double v_range[2])
{
  PlumeDiscField *self = g_new (PlumeDiscField, 1);
  Filling filling = { self, grid, z_range, v_range, width, height };

  *self = (PlumeDiscField){ width, height, grid->n, grid->action[grid->n - 1],
                            g_new (Pixel, width * height) };
  if (z_range[0] == -z_range[1])
    filling.n_columns = (width + 1) / 2;
  if (v_range[0] == -v_range[1])
    filling.n_rows = (height + 1) / 2;
  plume_parallel_for (filling.n_rows, 4, fill_rows, &filling, NULL, NULL);
  return self;
}

void
plume_disc_field_free (PlumeDiscField *field)
{
  g_free (field->pixels);
  g_free (field);
}

/**
 * plume_disc_field_density:
 * @field: pixels
 * @density: (out) (array): F of the undisturbed disc; NaN beyond the grid
 */
void
plume_disc_field_density (const PlumeDiscField *field, float *density)
{
  for (gsize i = 0; i < field->width * field->height; i++)
    density[i] = field->pixels[i].density;
}

typedef struct
{
  const PlumeDiscField *field;
  const PlumeDiscResponse *response;
  const PlumeDiscMixing *mixing;
  guint modes;
  double t;
  gboolean relative;
  float *f;
  double complex *settled[PLUME_DISC_HARMONICS]; /* source times factor, once the pulse is over */
} Drawing;

static double
pixel_value (const Drawing *drawing, const Pixel *pixel)
{
  const PlumeDiscResponse *response = drawing->response;
  const PlumeDiscGrid *grid = response->grid;
  int first = CLAMP ((int)pixel->place - 1, 0, (int)grid->n - 4);
  double a = pixel->place - first, b = a - 1, c = a - 2, d = a - 3;
  double weight[4] = { -b * c * d / 6, a * c * d / 2, -a * b * d / 2, a * b * c / 6 };
  double root = pixel->place / (double)(grid->n - 1);
  gboolean settled = drawing->settled[0] != NULL;
  double J = root * root * drawing->field->largest_action, radial = 0, sum = 0;
  double cloud = drawing->mixing->diffusion * J * pixel->slope * pixel->slope / 3;
  double angle = pixel->theta - pixel->omega * drawing->t;
  double re = cos (angle), im = sin (angle);
  double complex phase = 1;

  for (guint i = 0; i < 4 && !settled; i++)
    radial += weight[i] * grid->radial_slope[first + (int)i];
  for (guint n = 1; n <= PLUME_DISC_HARMONICS; n++)
    {
      double complex source = 0;

      phase =
          CMPLX (creal (phase) * re - cimag (phase) * im, creal (phase) * im + cimag (phase) * re);
      if (!response->present[n - 1] || (drawing->modes & (1u << n)) == 0)
        continue;
      for (guint i = 0; i < 4; i++)
        source += weight[i]
                  * (settled ? drawing->settled[n - 1] : response->source[n - 1])[first + (int)i];
      if (settled)
        sum += 2 * (creal (source) * creal (phase) - cimag (source) * cimag (phase));
      else
        sum += 2
               * creal (source * phase
                        * plume_disc_response_factor (response, n, drawing->t, drawing->mixing,
                                                      pixel->omega, cloud, radial));
    }
  return drawing->relative ? sum / pixel->density : sum;
}

static void
draw (gsize from, gsize to, gpointer data)
{
  const Drawing *drawing = data;

  for (gsize i = from; i < to; i++)
    {
      const Pixel *pixel = &drawing->field->pixels[i];

      drawing->f[i] = pixel->place >= 0 ? (float)pixel_value (drawing, pixel) : NAN;
    }
}

/* After the pulse its transform varies slowly with the action. */
static gboolean
is_settled (const PlumeDiscResponse *response, double t)
{
  return t >= 0
         && (response->pulse == PLUME_DISC_PULSE_IMPULSE
             || (response->pulse == PLUME_DISC_PULSE_LORENTZIAN && t > 0)
             || (response->pulse == PLUME_DISC_PULSE_GAUSSIAN && t > 8 * response->duration));
}

static double complex *
settle (const Drawing *drawing, guint n)
{
  const PlumeDiscGrid *grid = drawing->response->grid;
  double complex *settled = g_new (double complex, grid->n);

  for (gsize i = 0; i < grid->n; i++)
    {
      double slope = grid->frequency_slope[i];

      settled[i] = drawing->response->source[n - 1][i]
                   * plume_disc_response_factor (
                       drawing->response, n, drawing->t, drawing->mixing, grid->frequency[i],
                       drawing->mixing->diffusion * grid->action[i] * slope * slope / 3,
                       grid->radial_slope[i]);
    }
  return settled;
}

/**
 * plume_disc_field_response:
 * @field: pixels of the grid of @response
 * @response: a response
 * @modes: sum of 1 << n of the harmonics wanted, n = 1…4
 * @t: time since the middle of the pulse, kpc/(km/s)
 * @mixing: what washes it out
 * @relative: f₁/F instead of f₁
 * @f: (out) (array): the picture, row by row; NaN beyond the grid
 *
 * O(pixels × harmonics), on all cores.
 */
void
plume_disc_field_response (const PlumeDiscField *field,
                           const PlumeDiscResponse *response,
                           guint modes,
                           double t,
                           const PlumeDiscMixing *mixing,
                           gboolean relative,
                           float *f)
{
  Drawing drawing = { field, response, mixing, modes, t, relative, f };

  g_return_if_fail (response->grid->n == field->n_actions && field->n_actions >= 4);
  if (is_settled (response, t))
    for (guint k = 0; k < PLUME_DISC_HARMONICS; k++)
      drawing.settled[k] = settle (&drawing, k + 1);
  plume_parallel_for (field->width * field->height, 1024, draw, &drawing, NULL, NULL);
  for (guint k = 0; k < PLUME_DISC_HARMONICS; k++)
    g_free (drawing.settled[k]);
}

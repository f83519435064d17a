/* plume-star-table.h: stars from people's tables, and mock tables for people.
 *
 * A row is used or it is counted under the reason why not; none vanishes. It must never know file
 * formats.
 */
#pragma once

#include "data/plume-table.h"
#include "disc/plume-disc-frame.h"
#include "disc/plume-stars.h"

G_BEGIN_DECLS

/**
 * PlumeStarRole:
 *
 * What a column may hold: heights and velocities about the centre of the Galaxy, or the sky.
 */
typedef enum
{
  PLUME_STAR_Z,
  PLUME_STAR_V_Z,
  PLUME_STAR_R,
  PLUME_STAR_V_R,
  PLUME_STAR_V_PHI,
  PLUME_STAR_PHI,
  PLUME_STAR_RA,
  PLUME_STAR_DEC,
  PLUME_STAR_PARALLAX,
  PLUME_STAR_PARALLAX_ERROR,
  PLUME_STAR_DISTANCE,
  PLUME_STAR_PM_RA,
  PLUME_STAR_PM_DEC,
  PLUME_STAR_RADIAL_VELOCITY,
  PLUME_STAR_N_ROLES,
} PlumeStarRole;

/**
 * PlumeStarFate:
 * @PLUME_STAR_USED: the row became a star
 * @PLUME_STAR_MISSING: a value is missing or no number
 * @PLUME_STAR_NO_DISTANCE: parallax or distance is not above zero
 * @PLUME_STAR_POOR_PARALLAX: parallax/error is below the cut
 * @PLUME_STAR_ELSEWHERE: R is outside the wanted range
 *
 * What became of a row.
 */
typedef enum
{
  PLUME_STAR_USED,
  PLUME_STAR_MISSING,
  PLUME_STAR_NO_DISTANCE,
  PLUME_STAR_POOR_PARALLAX,
  PLUME_STAR_ELSEWHERE,
  PLUME_STAR_N_FATES,
} PlumeStarFate;

/**
 * PlumeStarCuts:
 * @sun: the observer, for tables of the sky
 * @parallax_quality: least parallax/error; 5 is usual, 0 for no cut
 * @from: least R, kpc, where it is known
 * @to: largest R, kpc; 0 for no limit
 *
 * Which stars are wanted.
 */
typedef struct
{
  PlumeDiscSun sun;
  double parallax_quality;
  double from, to;
} PlumeStarCuts;

/**
 * PlumeStarSample:
 * @n: number of stars
 * @z: heights, kpc
 * @v_z: vertical velocities, km/s
 * @R: (nullable): distances from the axis, kpc
 * @v_R: (nullable): km/s
 * @v_phi: (nullable): km/s, along the rotation
 * @phi: (nullable): azimuths, rad
 * @row: rows of the table, from 0
 * @fates: how many rows met which fate
 *
 * The stars of a table.
 */
typedef struct
{
  gsize n;
  float *z, *v_z, *R, *v_R, *v_phi, *phi;
  guint32 *row;
  gsize fates[PLUME_STAR_N_FATES];
} PlumeStarSample;

/**
 * PlumeStarMock:
 * @model: the distribution today
 * @n: number of stars
 * @kick: what happened
 * @age: how long ago, kpc/(km/s)
 * @diffusion: γ, (kpc km/s) per kpc/(km/s); the mean action of an exponential distribution was less
 * by γ age at the kick
 * @seed: seed
 *
 * The truth of a mock table.
 */
typedef struct
{
  PlumeStarModel model;
  gsize n;
  PlumeStarKick kick;
  double age;
  double diffusion;
  guint64 seed;
} PlumeStarMock;

const char *plume_star_role_name (PlumeStarRole role);
void plume_star_guess_roles (const PlumeTable *table, int columns[PLUME_STAR_N_ROLES]);
PlumeStarSample *plume_star_sample_new (const PlumeTable *table,
                                        const int columns[PLUME_STAR_N_ROLES],
                                        const PlumeStarCuts *cuts,
                                        PlumeTask *task,
                                        GError **error);
void plume_star_sample_free (PlumeStarSample *sample);
char *plume_star_sample_describe (const PlumeStarSample *sample);

PlumeStars *plume_star_mock_stars (PlumeVertical *vertical,
                                   PlumeVerticalSet *set,
                                   const PlumeStarMock *mock,
                                   PlumeTask *task,
                                   GError **error);
PlumeTable *plume_star_mock_table (const PlumeStars *stars, PlumeTask *task, GError **error);
GStrv plume_star_mock_truth (const PlumeStarMock *mock, const PlumeVertical *vertical);
gboolean plume_star_mock_write (const PlumeTable *table,
                                const char *const *truth,
                                const char *path,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlumeStarSample, plume_star_sample_free)

G_END_DECLS

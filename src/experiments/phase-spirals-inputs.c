/* phase-spirals-inputs.c: what can be opened in the phase spirals: tables of stars, points over
 * height, and satellites; their columns, units and words.
 */
#include "experiments/phase-spirals.h"

#include <glib/gi18n-lib.h>

static const PlumeUnit length_units[] = { { "kpc", 1 }, { "pc", 1e-3 }, { NULL } };
static const PlumeUnit speed_units[] = { { "km/s", 1 }, { "m/s", 1e-3 }, { NULL } };
static const PlumeUnit angle_units[] = { { "deg", 1 }, { "rad", 57.29577951308232 }, { NULL } };
static const char *const z_words[] = { "z", "height", "Z", NULL };
static const char *const vz_words[] = { "vz", "v_z", "w", NULL };
static const char *const radius_words[] = { "galactocentric", "r_gal", "R", NULL };
static const char *const vr_words[] = { "vr", "v_r", "vR", NULL };
static const char *const vphi_words[] = { "vphi", "v_phi", "vT", NULL };
static const char *const phi_words[] = { "phi", "azimuth", NULL };
static const char *const ra_words[] = { "ra", "right ascension", NULL };
static const char *const dec_words[] = { "dec", "declination", NULL };
static const char *const parallax_words[] = { "parallax", "plx", NULL };
static const char *const plxerr_words[] = { "parallax_error", "e_plx", NULL };
static const char *const distance_words[] = { "distance", "dist", NULL };
static const char *const pmra_words[] = { "pmra", "pm_ra", NULL };
static const char *const pmdec_words[] = { "pmdec", "pm_dec", "pmde", NULL };
static const char *const rv_words[] = { "radial_velocity", "vlos", "rv", NULL };
static const char *const mass_words[] = { "mass", "m", NULL };
static const char *const softening_words[] = { "softening", "plummer", "epsilon", NULL };
static const char *const value_words[] = { "asymmetry", "median", "vz", "value", NULL };

static const PlumeRole star_roles[] = {
  { .id = "z",
    .title = N_ ("Height"),
    .unit = "kpc",
    .units = length_units,
    .words = z_words,
    .optional = TRUE },
  { .id = "vz",
    .title = N_ ("Vertical velocity"),
    .unit = "km/s",
    .units = speed_units,
    .words = vz_words,
    .optional = TRUE },
  { .id = "galactocentric-radius",
    .title = N_ ("Galactocentric radius"),
    .unit = "kpc",
    .units = length_units,
    .words = radius_words,
    .optional = TRUE },
  { .id = "vr",
    .title = N_ ("Radial velocity in the plane"),
    .unit = "km/s",
    .units = speed_units,
    .words = vr_words,
    .optional = TRUE },
  { .id = "vphi",
    .title = N_ ("Azimuthal velocity"),
    .unit = "km/s",
    .units = speed_units,
    .words = vphi_words,
    .optional = TRUE },
  { .id = "phi",
    .title = N_ ("Azimuth"),
    .unit = "deg",
    .units = angle_units,
    .words = phi_words,
    .optional = TRUE },
  { .id = "ra",
    .title = N_ ("Right ascension"),
    .unit = "deg",
    .units = NULL,
    .words = ra_words,
    .optional = TRUE },
  { .id = "dec",
    .title = N_ ("Declination"),
    .unit = "deg",
    .units = NULL,
    .words = dec_words,
    .optional = TRUE },
  { .id = "parallax",
    .title = N_ ("Parallax"),
    .unit = "mas",
    .units = NULL,
    .words = parallax_words,
    .optional = TRUE },
  { .id = "parallax-error",
    .title = N_ ("Error of the parallax"),
    .unit = "mas",
    .units = NULL,
    .words = plxerr_words,
    .optional = TRUE },
  { .id = "distance",
    .title = N_ ("Distance"),
    .unit = "kpc",
    .units = length_units,
    .words = distance_words,
    .optional = TRUE },
  { .id = "pmra",
    .title = N_ ("Proper motion in right ascension"),
    .unit = "mas/yr",
    .units = NULL,
    .words = pmra_words,
    .optional = TRUE },
  { .id = "pmdec",
    .title = N_ ("Proper motion in declination"),
    .unit = "mas/yr",
    .units = NULL,
    .words = pmdec_words,
    .optional = TRUE },
  { .id = "radial-velocity",
    .title = N_ ("Line-of-sight velocity"),
    .unit = "km/s",
    .units = speed_units,
    .words = rv_words,
    .optional = TRUE },
};

static const PlumeRole point_roles[] = {
  { .id = "z",
    .title = N_ ("Height"),
    .unit = "kpc",
    .units = length_units,
    .words = z_words,
    .optional = FALSE },
  { .id = "value",
    .title = N_ ("Asymmetry or mean velocity"),
    .unit = NULL,
    .units = NULL,
    .words = value_words,
    .optional = FALSE },
};

static const PlumeRole satellite_roles[] = {
  { .id = "ra", .title = N_ ("Right ascension"), .unit = "deg", .words = ra_words },
  { .id = "dec", .title = N_ ("Declination"), .unit = "deg", .words = dec_words },
  { .id = "distance",
    .title = N_ ("Distance"),
    .unit = "kpc",
    .units = length_units,
    .words = distance_words },
  { .id = "pmra",
    .title = N_ ("Proper motion in right ascension"),
    .unit = "mas/yr",
    .words = pmra_words },
  { .id = "pmdec",
    .title = N_ ("Proper motion in declination"),
    .unit = "mas/yr",
    .words = pmdec_words },
  { .id = "radial-velocity",
    .title = N_ ("Line-of-sight velocity"),
    .unit = "km/s",
    .units = speed_units,
    .words = rv_words },
  { .id = "mass", .title = N_ ("Mass"), .unit = "M⊙", .words = mass_words, .optional = TRUE },
  { .id = "softening",
    .title = N_ ("Softening"),
    .unit = "kpc",
    .units = length_units,
    .words = softening_words,
    .optional = TRUE },
};

static const PlumeSample star_samples[] = {
  { "kicked-480", N_ ("Mock, kicked 480 Myr ago"), ps_make_mock },
  { "two-arms-320", N_ ("Mock with two arms, 320 Myr"), ps_make_breathing },
};

const PlumeInput ps_inputs[PS_N_INPUTS] = {
  { .id = "stars",
    .title = N_ ("Stars"),
    .help = N_ ("CSV or FITS: z and v_z, and where known R, v_R, v_φ and φ; or the sky: right "
                "ascension, declination, parallax or distance, proper motions and line-of-sight "
                "velocity"),
    PLUME_TABLE_OF (roles, star_roles),
    PLUME_TABLE_OF (samples, star_samples) },
  { .id = "points",
    .title = N_ ("Points over height"),
    .help = N_ ("Asymmetry of star counts, or mean vertical velocity, at heights"),
    PLUME_TABLE_OF (roles, point_roles),
    .many = TRUE },
  { .id = "satellite-table",
    .title = N_ ("Satellites"),
    .help = N_ ("CSV or FITS: right ascension, declination, distance, proper motions and "
                "line-of-sight velocity; where known a name, the mass in M⊙ (else 10⁹) and the "
                "softening in kpc (else 1)"),
    PLUME_TABLE_OF (roles, satellite_roles) },
};

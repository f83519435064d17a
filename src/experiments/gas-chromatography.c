/* gas-chromatography.c: flow and adsorption in a gas chromatograph: what a person can set, open, see and read.
 *
 * A. Cabrera-Codony et al. 2024: one mass balance and one exchange equation per compound; the linear problem has one exact solution,
 * of which all compounds are scaled copies. Stages, views and read-outs are in the files beside this one; the physics is in transport/.
 */
#include "experiments/gas-chromatography.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define G_COLUMN    N_("Column")
#define G_FLOW      N_("Carrier gas")
#define G_OVEN      N_("Temperature")
#define G_INJECTION N_("Injection")
#define G_MIXTURE   N_("Mixture")
#define G_MODEL     N_("Model")
#define G_DATA      N_("Measured data")
#define G_VIEWS     N_("Views")

static const PlumeChoice column_kinds[] = { { "capillary", N_("Capillary"), NULL }, { "packed", N_("Packed"), NULL }, { NULL } };
static const PlumeChoice carriers[] = { { "helium", N_("Helium"), NULL }, { "nitrogen", N_("Nitrogen"), NULL }, { "hydrogen", N_("Hydrogen"), NULL }, { NULL } };
static const PlumeChoice velocity_modes[] = {
  { "hold-up-time", N_("Hold-up time"), NULL }, { "velocity", N_("Constant velocity"), NULL }, { "pressures", N_("Pressures"), NULL }, { NULL },
};
static const PlumeChoice flow_laws[] = { { "darcy", N_("Darcy"), NULL }, { "ergun", N_("Ergun"), NULL }, { NULL } };
static const PlumeChoice inlet_shapes[] = {
  { "plug", N_("Plug"), NULL }, { "gaussian", N_("Gaussian"), NULL }, { "decay", N_("Exponential decay"), NULL }, { NULL },
};
static const PlumeChoice boundaries[] = {
  { "plug", N_("No axial diffusion"), NULL }, { "open", N_("Open"), NULL }, { "flux", N_("Flux"), NULL }, { "closed", N_("Closed"), NULL }, { NULL },
};
static const PlumeChoice dispersions[] = { { "peclet", N_("Péclet number"), NULL }, { "carrier", N_("Diffusion in the carrier"), NULL }, { NULL } };
static const PlumeChoice engines[] = {
  { "laplace", N_("Laplace, exact"), NULL }, { "fourier", N_("Fourier"), NULL }, { "full", N_("Full equations"), NULL }, { NULL },
};
static const PlumeChoice baselines[] = { { "arpls", N_("arPLS"), NULL }, { "none", N_("None"), NULL }, { NULL } };
static const PlumeChoice fit_baselines[] = { { "spline", N_("Spline, fitted too"), NULL }, { "arpls", N_("arPLS, taken off before"), NULL }, { "none", N_("None"), NULL }, { NULL } };

static const PlumeParameter analyte_columns[] = {
  { .id = "name", .title = N_("Name"), .kind = PLUME_KIND_TEXT, .text = "analyte" },
  { .id = "retention-factor", .title = N_("Retention factor"), .symbol = "<i>k</i>′", .kind = PLUME_KIND_NUMBER, .value = 2, .from = 0, .to = 1000, .soft_from = 0, .soft_to = 10,
    .help = N_("Time adsorbed over time in the gas, at 333 K"), .plays = PLUME_PLAYS },
  { .id = "desorption-rate", .title = N_("Desorption rate"), .symbol = "<i>k</i><sub>d</sub>", .unit = "1/s", .kind = PLUME_KIND_NUMBER, .value = 35, .from = 1e-3, .to = 1e6, .soft_from = 0.5, .soft_to = 500, .scale = PLUME_LOG,
    .help = N_("How fast adsorbed molecules leave the wall; slow desorption broadens the peak") },
  { .id = "amount", .title = N_("Amount"), .symbol = "<i>c</i><sub>0</sub>", .kind = PLUME_KIND_NUMBER, .value = 50, .from = 0, .to = 1e12, .soft_from = 0, .soft_to = 150,
    .help = N_("Signal of the undiluted plug") },
  { .id = "capacity", .title = N_("Capacity"), .symbol = "<i>F</i> <i>q</i><sub>m</sub>", .kind = PLUME_KIND_NUMBER, .value = INFINITY, .from = 1e-9, .to = INFINITY, .soft_from = 1, .soft_to = 1e5, .scale = PLUME_LOG,
    .help = N_("Adsorbed amount at full coverage, in the unit of the amount; only the full equations use it") , .visible_when = "engine=full" },
  { .id = "enthalpy", .title = N_("Enthalpy of vaporisation"), .symbol = "Δ<i>H</i>", .unit = "kJ/mol", .kind = PLUME_KIND_NUMBER, .value = 40, .from = 0, .to = 300, .soft_from = 10, .soft_to = 80,
    .help = N_("How strongly retention falls with temperature") },
  { .id = "activation-energy", .title = N_("Activation energy"), .symbol = "<i>E</i><sub>d</sub>", .unit = "kJ/mol", .kind = PLUME_KIND_NUMBER, .value = 0, .from = 0, .to = 300, .soft_from = 0, .soft_to = 80,
    .help = N_("How strongly desorption speeds up with temperature") },
  { .id = "formula", .title = N_("Formula"), .kind = PLUME_KIND_TEXT, .text = "C8H10", .help = N_("For the diffusion coefficient in the carrier (Fuller)") },
  { .id = "rings", .title = N_("Aromatic rings"), .kind = PLUME_KIND_INTEGER, .value = 0, .from = 0, .to = 12 },
};

#define BTEX                                                                                                                                                  \
  "[{\"name\": \"benzene\", \"retention-factor\": 1.2, \"desorption-rate\": 40, \"amount\": 90, \"enthalpy\": 33.8, \"formula\": \"C6H6\", \"rings\": 1},"     \
  " {\"name\": \"toluene\", \"retention-factor\": 2.7, \"desorption-rate\": 36, \"amount\": 80, \"enthalpy\": 38.0, \"formula\": \"C7H8\", \"rings\": 1},"     \
  " {\"name\": \"ethylbenzene\", \"retention-factor\": 5.9, \"desorption-rate\": 32, \"amount\": 70, \"enthalpy\": 42.2, \"formula\": \"C8H10\", \"rings\": 1}," \
  " {\"name\": \"p-xylene\", \"retention-factor\": 6.15, \"desorption-rate\": 32, \"amount\": 35, \"enthalpy\": 42.4, \"formula\": \"C8H10\", \"rings\": 1},"  \
  " {\"name\": \"m-xylene\", \"retention-factor\": 6.3, \"desorption-rate\": 31, \"amount\": 70, \"enthalpy\": 42.7, \"formula\": \"C8H10\", \"rings\": 1},"   \
  " {\"name\": \"o-xylene\", \"retention-factor\": 7.3, \"desorption-rate\": 30, \"amount\": 50, \"enthalpy\": 43.4, \"formula\": \"C8H10\", \"rings\": 1}]"

static const PlumeParameter programme_columns[] = {
  { .id = "rate", .title = N_("Ramp"), .unit = "K/min", .kind = PLUME_KIND_NUMBER, .value = 10, .from = 0.01, .to = 500, .soft_from = 1, .soft_to = 60 },
  { .id = "target", .title = N_("To"), .unit = "K", .kind = PLUME_KIND_NUMBER, .value = 400, .from = 200, .to = 700, .soft_from = 300, .soft_to = 550 },
  { .id = "hold", .title = N_("Hold"), .unit = "min", .kind = PLUME_KIND_NUMBER, .value = 2, .from = 0, .to = 600, .soft_from = 0, .soft_to = 20 },
};

static const PlumeParameter standard_columns[] = {
  { .id = "concentration", .title = N_("Concentration"), .kind = PLUME_KIND_NUMBER, .value = 1, .from = 0, .to = 1e9, .soft_from = 0, .soft_to = 10 },
};

static const PlumeParameter parameters[] = {
  { .id = "analytes", .title = N_("Analytes"), .group = G_MIXTURE, .kind = PLUME_KIND_TABLE, .columns = analyte_columns, .n_columns = G_N_ELEMENTS (analyte_columns), .max_rows = GC_MAX_ANALYTES, .text = BTEX },

  { .id = "velocity-mode", .title = N_("Velocity from"), .group = G_FLOW, .kind = PLUME_KIND_CHOICE, .choices = velocity_modes },
  { .id = "hold-up-time", .title = N_("Hold-up time"), .symbol = "<i>t</i><sub>M</sub>", .unit = "s", .group = G_FLOW, .kind = PLUME_KIND_NUMBER, .value = 60, .from = 0.1, .to = 1e5, .soft_from = 10, .soft_to = 300, .scale = PLUME_LOG,
    .visible_when = "velocity-mode=hold-up-time", .plays = PLUME_PLAYS, .help = N_("Time that an unretained compound needs") },
  { .id = "velocity", .title = N_("Velocity"), .symbol = "<i>u</i>", .unit = "m/s", .group = G_FLOW, .kind = PLUME_KIND_NUMBER, .value = 0.5, .from = 1e-4, .to = 20, .soft_from = 0.05, .soft_to = 2, .scale = PLUME_LOG, .visible_when = "velocity-mode=velocity", .plays = PLUME_PLAYS },
  { .id = "inlet-pressure", .title = N_("Inlet pressure"), .symbol = "<i>p</i><sub>i</sub>", .unit = "kPa", .group = G_FLOW, .kind = PLUME_KIND_NUMBER, .value = 150, .from = 0.2, .to = 2e4, .soft_from = 105, .soft_to = 500, .visible_when = "velocity-mode=pressures", .plays = PLUME_PLAYS },
  { .id = "outlet-pressure", .title = N_("Outlet pressure"), .symbol = "<i>p</i><sub>o</sub>", .unit = "kPa", .group = G_FLOW, .kind = PLUME_KIND_NUMBER, .value = 101.3, .from = 0.1, .to = 1e4, .soft_from = 1, .soft_to = 105, .visible_when = "velocity-mode=pressures" },
  { .id = "flow-law", .title = N_("Flow resistance"), .group = G_FLOW, .kind = PLUME_KIND_CHOICE, .choices = flow_laws, .visible_when = "velocity-mode=pressures;column-kind=packed" },
  { .id = "carrier", .title = N_("Carrier"), .group = G_FLOW, .kind = PLUME_KIND_CHOICE, .choices = carriers },

  { .id = "temperature", .title = N_("Temperature"), .symbol = "<i>T</i>", .unit = "K", .group = G_OVEN, .kind = PLUME_KIND_NUMBER, .value = 333, .from = 273, .to = 600, .soft_from = 290, .soft_to = 450, .plays = PLUME_PLAYS, .help = N_("Retention factors are given at 333 K and follow van ’t Hoff’s law") },
  { .id = "initial-hold", .title = N_("Initial hold"), .unit = "min", .group = G_OVEN, .kind = PLUME_KIND_NUMBER, .value = 1, .from = 0, .to = 600, .soft_from = 0, .soft_to = 10 },
  { .id = "programme", .title = N_("Temperature programme"), .group = G_OVEN, .kind = PLUME_KIND_TABLE, .columns = programme_columns, .n_columns = G_N_ELEMENTS (programme_columns), .max_rows = GC_MAX_STEPS, .text = "[]", .help = N_("Ramps and holds; without any the column is isothermal") },

  { .id = "injection-time", .title = N_("Injection time"), .symbol = "<i>t</i><sub>inj</sub>", .unit = "s", .group = G_INJECTION, .kind = PLUME_KIND_NUMBER, .value = 0.5, .from = 0.01, .to = 60, .soft_from = 0.05, .soft_to = 20, .scale = PLUME_LOG, .plays = PLUME_PLAYS },
  { .id = "injection-shape", .title = N_("Shape"), .group = G_INJECTION, .kind = PLUME_KIND_CHOICE, .choices = inlet_shapes },
  { .id = "dead-time", .title = N_("Mixing volume"), .symbol = "<i>τ</i><sub>v</sub>", .unit = "s", .group = G_INJECTION, .kind = PLUME_KIND_NUMBER, .value = 0, .from = 0, .to = 600, .soft_from = 0, .soft_to = 10, .help = N_("Volume over flow of a stirred dead volume") },
  { .id = "detector-time", .title = N_("Detector time constant"), .unit = "s", .group = G_INJECTION, .kind = PLUME_KIND_NUMBER, .value = 0, .from = 0, .to = 600, .soft_from = 0, .soft_to = 5 },

  { .id = "column-kind", .title = N_("Kind"), .group = G_COLUMN, .kind = PLUME_KIND_CHOICE, .choices = column_kinds },
  { .id = "length", .title = N_("Length"), .symbol = "<i>L</i>", .unit = "m", .group = G_COLUMN, .kind = PLUME_KIND_NUMBER, .value = 30, .from = 0.05, .to = 100, .soft_from = 1, .soft_to = 100, .scale = PLUME_LOG, .plays = PLUME_PLAYS },
  { .id = "inner-diameter", .title = N_("Inner diameter"), .symbol = "<i>d</i><sub>c</sub>", .unit = "mm", .group = G_COLUMN, .kind = PLUME_KIND_NUMBER, .value = 0.25, .from = 0.05, .to = 4, .soft_from = 0.1, .soft_to = 0.6, .visible_when = "column-kind=capillary" },
  { .id = "film-thickness", .title = N_("Film thickness"), .symbol = "<i>d</i><sub>f</sub>", .unit = "µm", .group = G_COLUMN, .kind = PLUME_KIND_NUMBER, .value = 0.25, .from = 0.01, .to = 20, .soft_from = 0.1, .soft_to = 5, .scale = PLUME_LOG, .visible_when = "column-kind=capillary" },
  { .id = "film-diffusivity", .title = N_("Diffusivity in the film"), .symbol = "<i>D</i><sub>s</sub>", .unit = "m²/s", .group = G_COLUMN, .kind = PLUME_KIND_NUMBER, .value = 1e-9, .from = 1e-14, .to = 1e-6, .scale = PLUME_LOG, .visible_when = "column-kind=capillary", .help = N_("For Golay’s equation") },
  { .id = "void-fraction", .title = N_("Void fraction"), .symbol = "<i>φ</i>", .group = G_COLUMN, .kind = PLUME_KIND_NUMBER, .value = 0.4, .from = 0.05, .to = 0.95, .visible_when = "column-kind=packed" },
  { .id = "particle-diameter", .title = N_("Particle diameter"), .symbol = "<i>d</i><sub>p</sub>", .unit = "mm", .group = G_COLUMN, .kind = PLUME_KIND_NUMBER, .value = 0.2, .from = 0.001, .to = 5, .soft_from = 0.05, .soft_to = 1, .visible_when = "column-kind=packed" },
  { .id = "packing-factor", .title = N_("Packing factor"), .symbol = "<i>λ</i>", .group = G_COLUMN, .kind = PLUME_KIND_NUMBER, .value = 1, .from = 0, .to = 10, .visible_when = "column-kind=packed", .help = N_("Eddy term A = 2 λ d_p of the plate height") },

  { .id = "engine", .title = N_("Solution"), .group = G_MODEL, .kind = PLUME_KIND_CHOICE, .choices = engines, .help = N_("The exact linear solution, its Fourier form, or the full equations with competition for the wall") },
  { .id = "compare", .title = N_("Compare with the full equations"), .group = G_MODEL, .kind = PLUME_KIND_SWITCH, .visible_when = "engine=laplace|fourier" },
  { .id = "boundary", .title = N_("Axial diffusion"), .group = G_MODEL, .kind = PLUME_KIND_CHOICE, .choices = boundaries, .help = N_("Boundary conditions of the column; without axial diffusion none are needed") },
  { .id = "dispersion", .title = N_("Given by"), .group = G_MODEL, .kind = PLUME_KIND_CHOICE, .choices = dispersions, .visible_when = "boundary=open|flux|closed" },
  { .id = "peclet", .title = N_("Péclet number"), .symbol = "Pe", .group = G_MODEL, .kind = PLUME_KIND_NUMBER, .value = 3.3e5, .from = 10, .to = 1e7, .scale = PLUME_LOG, .visible_when = "boundary=open|flux|closed;dispersion=peclet", .plays = PLUME_PLAYS },
  { .id = "noise", .title = N_("Noise"), .group = G_MODEL, .kind = PLUME_KIND_NUMBER, .value = 0, .from = 0, .to = 1e9, .soft_from = 0, .soft_to = 1, .help = N_("Standard deviation that is added to the simulated signal, for teaching") },
  { .id = "drift", .title = N_("Baseline drift"), .group = G_MODEL, .kind = PLUME_KIND_NUMBER, .value = 0, .from = -1e9, .to = 1e9, .soft_from = -5, .soft_to = 5 },
  { .id = "seed", .title = N_("Seed"), .group = G_MODEL, .kind = PLUME_KIND_SEED, .value = 1 },
  { .id = "times", .title = N_("Times"), .unit = "s", .group = G_MODEL, .kind = PLUME_KIND_GRID, .help = N_("At which the curves are computed: from:to:count, or a list; empty for automatic") },

  { .id = "baseline", .title = N_("Baseline"), .group = G_DATA, .kind = PLUME_KIND_CHOICE, .choices = baselines },
  { .id = "smoothness", .title = N_("Smoothness"), .symbol = "<i>λ</i>", .group = G_DATA, .kind = PLUME_KIND_NUMBER, .value = 1e7, .from = 1, .to = 1e15, .soft_from = 1e3, .soft_to = 1e11, .scale = PLUME_LOG, .visible_when = "baseline=arpls" },
  { .id = "peak-threshold", .title = N_("Peaks above"), .unit = "× noise", .group = G_DATA, .kind = PLUME_KIND_NUMBER, .value = 10, .from = 1, .to = 1e4, .soft_from = 3, .soft_to = 100, .scale = PLUME_LOG },
  { .id = "fit", .title = N_("Fit the mixture to the data"), .group = G_DATA, .kind = PLUME_KIND_SWITCH, .help = N_("Two numbers per analyte, k′ and k_d, start from the mixture") },
  { .id = "fit-baseline", .title = N_("Baseline of the fit"), .group = G_DATA, .kind = PLUME_KIND_CHOICE, .choices = fit_baselines, .visible_when = "fit=on" },
  { .id = "fit-hold-up-time", .title = N_("Fit the hold-up time too"), .group = G_DATA, .kind = PLUME_KIND_SWITCH, .visible_when = "fit=on", .help = N_("Needs three analytes or more") },
  { .id = "fit-from", .title = N_("Fit from"), .unit = "s", .group = G_DATA, .kind = PLUME_KIND_NUMBER, .value = 0, .from = 0, .to = 1e6, .soft_from = 0, .soft_to = 1200, .visible_when = "fit=on" },
  { .id = "fit-to", .title = N_("Fit to"), .unit = "s", .group = G_DATA, .kind = PLUME_KIND_NUMBER, .value = 0, .from = 0, .to = 1e6, .soft_from = 0, .soft_to = 1200, .visible_when = "fit=on", .help = N_("0 stands for the end of the data") },
  { .id = "standards", .title = N_("Calibration standards"), .group = G_DATA, .kind = PLUME_KIND_TABLE, .columns = standard_columns, .n_columns = 1, .max_rows = 100, .text = "[]", .help = N_("Concentrations of the opened files, in their order; without any they are read from the file names") },

  { .id = "time", .title = N_("Time"), .symbol = "<i>t</i>", .unit = "s", .group = G_VIEWS, .kind = PLUME_KIND_NUMBER, .value = 90, .from = 0, .to = 1e6, .soft_from = 0, .soft_to = 560, .plays = PLUME_PLAYS_FIRST, .help = N_("At which the inside of the column is shown") },
  { .id = "selected", .title = N_("Selected analyte"), .group = G_VIEWS, .kind = PLUME_KIND_INTEGER, .value = 1, .from = 1, .to = GC_MAX_ANALYTES, .help = N_("For the views that show one analyte") },
  { .id = "target-resolution", .title = N_("Wanted resolution"), .symbol = "<i>R</i><sub>s</sub>", .group = G_VIEWS, .kind = PLUME_KIND_NUMBER, .value = 1.5, .from = 0.05, .to = 20, .soft_from = 0.5, .soft_to = 3, .help = N_("For the action “Design for the wanted resolution”") },
  { .id = "loading", .title = N_("Overload"), .symbol = "<i>θ</i>", .group = G_VIEWS, .kind = PLUME_KIND_NUMBER, .value = 1, .from = 1e-4, .to = 20, .soft_from = 0.01, .soft_to = 5, .scale = PLUME_LOG, .help = N_("Loading K c₀/q_m of the overload view") },
  { .id = "overload-rate", .title = N_("Desorption rate at most"), .unit = "1/s", .group = G_VIEWS, .kind = PLUME_KIND_NUMBER, .value = 5, .from = 0.1, .to = 100, .scale = PLUME_LOG, .help = N_("The overload view slows faster exchange down to this, which broadens its peaks a little and keeps it quick") },
  { .id = "overload-time", .title = N_("Overload injection"), .unit = "s", .group = G_VIEWS, .kind = PLUME_KIND_NUMBER, .value = 10, .from = 0.1, .to = 300, .soft_from = 1, .soft_to = 60 },
};

static const PlumeUnit time_units[] = { { "s", 1 }, { "min", 60 }, { "h", 3600 }, { "ms", 1e-3 }, { NULL } };
static const char *const time_words[] = { "time", "retention", "rt", "min", "t", "point", NULL };
static const char *const signal_words[] = { "signal", "intensity", "response", "abundance", "fid", "tic", "trace", "value", "y", NULL };

static const PlumeRole roles[] = {
  { .id = "time", .title = N_("Time"), .unit = "s", .units = time_units, .words = time_words, .increasing = TRUE },
  { .id = "signal", .title = N_("Signal"), .words = signal_words },
};

static const PlumeSample samples[] = {
  { "btex", N_("BTEX run (synthetic)"), gc_make_btex_run },
};

static const PlumeInput inputs[] = {
  { .id = "measured", .title = N_("Chromatograms"), .help = N_("CSV, TSV, NPY or ANDI/AIA netCDF: any two columns of time and signal. The first is fitted; all are drawn."),
    .roles = roles, .n_roles = G_N_ELEMENTS (roles), .samples = samples, .n_samples = G_N_ELEMENTS (samples), .many = TRUE, .sample = "btex" },
};

static const PlumeStage stages[] = {
  { "column", N_("Column"), { "column-kind", "flow-law", "velocity-mode", "carrier", "length", "inner-diameter", "film-thickness", "void-fraction", "particle-diameter", "temperature", "hold-up-time", "velocity", "inlet-pressure", "outlet-pressure", "initial-hold", "programme" }, gc_solve_column, NULL },
  { "mixture", N_("Mixture"), { "column", "analytes", "injection-time", "injection-shape", "boundary", "dispersion", "peclet", "dead-time", "detector-time" }, gc_prepare_mixture, NULL },
  { "chromatogram", N_("Chromatogram"), { "column", "mixture", "engine", "compare", "times", "noise", "drift", "seed" }, gc_compute_chromatogram, gc_compute_chromatogram_coarse },
  { "bands", N_("Bands in the column"), { "column", "mixture", "time" }, gc_compute_bands, NULL },
  { "map", N_("Map"), { "column", "mixture" }, gc_compute_map, NULL },
  { "van-deemter", N_("Plate height"), { "column", "mixture", "selected", "packing-factor", "film-diffusivity" }, gc_compute_van_deemter, NULL },
  { "molecules", N_("Molecules"), { "column", "mixture", "selected", "time", "seed" }, gc_compute_molecules, NULL },
  { "overload", N_("Overload"), { "column", "mixture", "selected", "loading", "overload-rate", "overload-time" }, gc_compute_overload, NULL },
  { "methods", N_("Methods"), { "mixture", "selected" }, gc_compute_methods, NULL },
  { "measured-traces", N_("Measured traces"), { "measured", "baseline", "smoothness", "peak-threshold", "hold-up-time", "length" }, gc_clean_measured, NULL },
  { "fit-result", N_("Fit"), { "measured-traces", "column", "mixture", "fit", "fit-baseline", "fit-hold-up-time", "fit-from", "fit-to" }, gc_fit, NULL },
  { "calibration", N_("Calibration"), { "measured-traces", "standards" }, gc_calibrate, NULL },
};

#define ABOUT                                                                                                                \
  N_("A short plug of a mixture is pushed through a column by a carrier gas. Each molecule spends part of its time on the "  \
     "wall, so it leaves late; molecules of one kind do not all wait equally long, so they leave spread out: a peak. "       \
     "Two numbers describe a compound: the retention factor <i>k</i>′ says when the peak comes, the desorption rate "         \
     "<i>k</i><sub>d</sub> how wide it is.\n\n"                                                                              \
     "As long as the wall is nearly empty the problem is linear and has one exact solution, of which all compounds are "     \
     "scaled copies; a pressure drop changes nothing but the hold-up time. The full equations, with competition for the "    \
     "wall and axial diffusion, are solved beside it, and the difference is shown.\n\n"                                      \
     "Try: drag a peak by its handle. Halve the hold-up time and watch the resolution of the critical pair. Lower the "      \
     "Péclet number until diffusion matters. Raise the overload until the peak becomes a shark fin. Open your own "          \
     "chromatogram, press “Analytes from peaks”, switch the fit on, and read both numbers with their errors.")

#define EQUATIONS                                                                                                                     \
  "∂<i>c</i><sub>i</sub>/∂<i>t</i> + ∂(<i>u c</i><sub>i</sub>)/∂<i>x</i> = ∂/∂<i>x</i>(<i>D</i><sub>i</sub> ∂<i>c</i><sub>i</sub>/∂<i>x</i>) − <i>F</i> ∂<i>q</i><sub>i</sub>/∂<i>t</i>\n" \
  "∂<i>q</i><sub>i</sub>/∂<i>t</i> = <i>k</i><sub>a,i</sub> <i>c</i><sub>i</sub> (1 − Σ <i>q</i><sub>j</sub>/<i>q</i><sub>m,j</sub>) − <i>k</i><sub>d,i</sub> <i>q</i><sub>i</sub>\n" \
  "<i>c</i>/<i>c</i><sub>0</sub> = <i>J</i>(<i>X</i>, <i>τ</i>) − <i>J</i>(<i>X</i>, <i>τ</i> − <i>T</i>),  <i>X</i> = <i>k</i>′<i>k</i><sub>d</sub><i>t</i><sub>M</sub>,  <i>τ</i> = <i>k</i><sub>d</sub>(<i>t</i> − <i>t</i><sub>M</sub>)\n" \
  "<i>H</i> = 2<i>D</i>/<i>u</i> + 2<i>k</i>′<i>u</i>/((1 + <i>k</i>′)² <i>k</i><sub>d</sub>)"

const PlumeExperiment plume_experiment_gas_chromatography = {
  .id = "gas-chromatography",
  .title = N_("Gas Chromatography"),
  .summary = N_("Flow, adsorption and the separation of a mixture"),
  .chapter = PLUME_CHAPTER_TRANSPORT,
  .version = 1,
  .authors = "A. Cabrera-Codony, A. Valverde, K. Born, O. A. I. Noreldin, T. G. Myers",
  .paper = "Mathematical modelling of flow and adsorption in a gas chromatograph",
  .year = "2024",
  .link = "https://arxiv.org/abs/2501.00001",
  .about = ABOUT,
  .equations = EQUATIONS,
  .keywords = "chromatogram column BTEX van Deemter adsorption peak fit baseline",
  PLUME_TABLE_OF (parameters, parameters),
  PLUME_TABLE_OF (inputs, inputs),
  PLUME_TABLE_OF (stages, stages),
  .views = gc_views,
  .n_views = GC_N_VIEWS,
  .readouts = gc_readouts,
  .n_readouts = GC_N_READOUTS,
  .actions = gc_actions,
  .n_actions = GC_N_ACTIONS,
};

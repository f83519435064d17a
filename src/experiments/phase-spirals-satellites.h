/* phase-spirals-satellites.h: the satellites of the Milky Way as rows that a person edits. Private
 * to the phase spirals.
 *
 * Position and motion as published: Sagittarius and the Magellanic Clouds by the Gaia Collaboration
 * (Helmi et al. 2018, arXiv 1804.09381), Phoenix I by Fritz et al. (2018, 1805.00908), all others
 * as compiled and measured by Pace, Erkal & Li (2022, 2205.05699), to the digits that their errors
 * leave. Masses and sizes are assumptions: 10⁹ M⊙ for the classical dwarfs and Boötes I, 10⁸ for
 * Antlia II, Crater II and Canes Venatici I, 10⁷ for the fainter ones, 1.4 · 10¹¹ for the LMC
 * (Erkal et al. 2019).
 */
#pragma once

/* M⊙, kpc; degrees, kpc, mas/yr, km/s */
#define BODY(name, mass, softening, ra, dec, distance, pmra, pmdec, radial_velocity)               \
  "{\"name\": \"" name "\", \"mass\": " #mass ", \"softening\": " #softening ", \"ra\": " #ra      \
  ", \"dec\": " #dec ", \"distance\": " #distance ", \"pmra\": " #pmra ", \"pmdec\": " #pmdec      \
  ", \"radial-velocity\": " #radial_velocity "}"

/* clang-format off */
#define PS_SATELLITES \
  "[" \
  BODY ("Sagittarius", 1e9, 1.6, 283.8313, -30.5453, 26.67, -2.692, -1.359, 140) ", " \
  BODY ("LMC", 1.4e11, 10, 78.77, -69.01, 50.1, 1.85, 0.234, 262.2) ", " \
  BODY ("SMC", 6e9, 3, 16.26, -72.42, 62.8, 0.797, -1.22, 145.6) ", " \
  BODY ("Draco", 1e9, 1, 260.0684, 57.9185, 75.8, 0.044, -0.188, -290.7) ", " \
  BODY ("Ursa Minor", 1e9, 1, 227.242, 67.2221, 76.2, -0.12, 0.071, -247) ", " \
  BODY ("Sculptor", 1e9, 1, 15.0183, -33.7186, 83.9, 0.1, -0.158, 111.4) ", " \
  BODY ("Fornax", 1e9, 1, 39.9583, -34.4997, 147.2, 0.381, -0.359, 55.2) ", " \
  BODY ("Carina", 1e9, 1, 100.4065, -50.9593, 105.6, 0.532, 0.127, 222.9) ", " \
  BODY ("Sextans", 1e9, 1, 153.2628, -1.6133, 92.5, -0.409, 0.037, 224.3) ", " \
  BODY ("Leo II", 1e9, 1, 168.3627, 22.1529, 233, -0.109, -0.15, 78.5) ", " \
  BODY ("Boötes I", 1e9, 1, 210.02, 14.5135, 66, -0.385, -1.068, 101.8) ", " \
  BODY ("Segue 1", 1e7, 0.3, 151.7504, 16.0756, 23, -2.102, -3.375, 208.5) ", " \
  BODY ("Antlia II", 1e8, 1, 143.8868, -36.7673, 132, -0.093, 0.1, 290.7) ", " \
  BODY ("Aquarius II", 1e7, 0.3, 338.4813, -9.3274, 107.9, -0.17, -0.466, -71.1) ", " \
  BODY ("Boötes II", 1e7, 0.3, 209.5141, 12.8553, 42, -2.426, -0.414, -117) ", " \
  BODY ("Boötes III", 1e7, 0.3, 209.3, 26.8, 46.5, -1.176, -0.89, 197.5) ", " \
  BODY ("Canes Venatici I", 1e8, 1, 202.0091, 33.5521, 210, -0.096, -0.116, 30.9) ", " \
  BODY ("Canes Venatici II", 1e7, 0.3, 194.2927, 34.3226, 160, -0.124, -0.254, -128.9) ", " \
  BODY ("Carina II", 1e7, 0.3, 114.1066, -57.9991, 37.4, 1.885, 0.133, 477.2) ", " \
  BODY ("Carina III", 1e7, 0.3, 114.6298, -57.8997, 27.8, 3.095, 1.395, 284.6) ", " \
  BODY ("Columba I", 1e7, 0.3, 82.857, -28.0425, 183, 0.169, -0.4, 153.7) ", " \
  BODY ("Coma Berenices", 1e7, 0.3, 186.7454, 23.9069, 42, 0.423, -1.721, 98.1) ", " \
  BODY ("Crater II", 1e8, 1, 177.31, -18.413, 117.5, -0.072, -0.112, 87.5) ", " \
  BODY ("Draco II", 1e7, 0.3, 238.1983, 64.5653, 21.5, 1.027, 0.887, -342.5) ", " \
  BODY ("Eridanus II", 1e7, 0.3, 56.0925, -43.5329, 366, 0.125, 0.013, 75.6) ", " \
  BODY ("Grus I", 1e7, 0.3, 344.166, -50.168, 127, 0.069, -0.248, -140.5) ", " \
  BODY ("Grus II", 1e7, 0.3, 331.025, -46.442, 55, 0.384, -1.484, -110) ", " \
  BODY ("Hercules", 1e7, 0.3, 247.7722, 12.7852, 130.6, -0.035, -0.339, 45) ", " \
  BODY ("Horologium I", 1e7, 0.3, 43.8813, -54.116, 79, 0.847, -0.607, 112.8) ", " \
  BODY ("Hydra II", 1e7, 0.3, 185.4251, -31.986, 151, -0.394, 0, 303.1) ", " \
  BODY ("Hydrus I", 1e7, 0.3, 37.389, -79.3089, 27.6, 3.781, -1.496, 80.4) ", " \
  BODY ("Leo I", 1e9, 1, 152.1146, 12.3059, 258.2, -0.05, -0.12, 282.9) ", " \
  BODY ("Leo IV", 1e7, 0.3, 173.2405, -0.5453, 151.4, -0.009, -0.279, 132.3) ", " \
  BODY ("Leo V", 1e7, 0.3, 172.7857, 2.2194, 169, 0.113, -0.391, 173) ", " \
  BODY ("Pegasus III", 1e7, 0.3, 336.1074, 5.415, 215, -0.03, -0.58, -222.9) ", " \
  BODY ("Phoenix I", 1e9, 1, 27.7763, -44.4447, 418.8, 0.079, -0.049, -21.2) ", " \
  BODY ("Phoenix II", 1e7, 0.3, 354.996, -54.4115, 84.1, 0.507, -1.199, 32.4) ", " \
  BODY ("Pisces II", 1e7, 0.3, 344.6345, 5.9526, 183, 0.681, -0.645, -226.5) ", " \
  BODY ("Reticulum II", 1e7, 0.3, 53.9203, -54.0513, 31.4, 2.377, -1.379, 64.3) ", " \
  BODY ("Reticulum III", 1e7, 0.3, 56.36, -60.45, 92, 0.26, -0.502, 274.2) ", " \
  BODY ("Sagittarius II", 1e7, 0.3, 298.1687, -22.0681, 70.2, -0.769, -0.903, -177.2) ", " \
  BODY ("Segue 2", 1e7, 0.3, 34.8226, 20.1624, 36.6, 1.446, -0.322, -40.2) ", " \
  BODY ("Triangulum II", 1e7, 0.3, 33.3252, 36.1702, 28.4, 0.575, 0.112, -381.7) ", " \
  BODY ("Tucana II", 1e7, 0.3, 342.9796, -58.5689, 58, 0.911, -1.28, -129.1) ", " \
  BODY ("Tucana III", 1e7, 0.3, 359.1075, -59.5833, 22.9, -0.048, -1.638, -102.3) ", " \
  BODY ("Tucana IV", 1e7, 0.3, 0.717, -60.83, 47, 0.534, -1.707, 15.9) ", " \
  BODY ("Tucana V", 1e7, 0.3, 354.347, -63.266, 55, -0.161, -1.157, 36.2) ", " \
  BODY ("Ursa Major I", 1e7, 0.3, 158.7706, 51.9479, 97.3, -0.401, -0.613, -55.3) ", " \
  BODY ("Ursa Major II", 1e7, 0.3, 132.8726, 63.1335, 34.7, 1.731, -1.906, -116.5) ", " \
  BODY ("Willman 1", 1e7, 0.3, 162.3436, 51.0501, 38, 0.255, -1.11, -12.8) \
  "]"
/* clang-format on */

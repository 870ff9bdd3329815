"""Where the drawing of the side plates, the arm, the leg and the feet departs from the measurements, and why.

Points are (u, v) as in the plate's file; `join` turns them into the drawing's (x, v). Tables as in corrections.py.
"""

import corrections as C
from frames import FRAMES

# Points are kept in rows, as many as fit.
# fmt: off

SIDE = ("right_lateral", "right_arm_lateral", "right_leg_medial", "plantar", "dorsal_foot")

CONTEXT = {
    "levator-nasolabialis": "Levator labii superioris alaeque nasi",
    "opponens-digiti-minimi-muscle-of-foot": "Opponens digiti minimi of the foot",
    "rectus-capitis-anterior": "Rectus capitis anterior",
    "rectus-capitis-lateralis": "Rectus capitis lateralis",
    "stylohyoid": "Stylohyoid",
}

EVERYWHERE = [(-400, -200), (400, -200), (400, 1800), (-400, 1800)]
FEET = ("plantar", "dorsal_foot")

# Muscles shown on a plate whose outline is measured in another view of the same projection: (view, layer).
BORROWED = {
    "right_arm_lateral": {
        "infraspinatus": ("right_lateral", "2"),
        "teres-minor": ("right_lateral", "2"),
        "teres-major": ("right_lateral", "2"),
        "subscapularis": ("right_lateral", "2"),
        "supraspinatus": ("right_lateral", "2"),
    },
}

# Cut ends of muscles that come down the leg, and slivers seen through chinks.
DROP = {
    ("right_lateral", 1): {"pyramidalis", "gemellus-inferior", "adductor-longus"},
    ("right_lateral", 2): {"multifidus-lumbar", "psoas-major", "pyramidalis", "transversus-abdominis"},
    ("right_leg_medial", 1): {"gastrocnemius-lateral", "biceps-femoris-long", "extensor-digitorum-brevis",
                              "gluteus-medius", "gluteus-minimus", "fibularis-brevis", "vastus-lateralis"},
    ("right_leg_medial", 2): {"gluteus-medius", "gluteus-minimus", "fibularis-brevis", "vastus-lateralis",
                              "extensor-digitorum-brevis"},
    ("right_leg_medial", 3): {"gluteus-medius", "gluteus-minimus", "fibularis-brevis", "extensor-digitorum-brevis"},
    ("plantar", 1): {"achilles-tendon", "adductor-hallucis-transverse"},
    ("plantar", 2): {"achilles-tendon", "tibialis-anterior"},
    ("plantar", 3): {"achilles-tendon", "extensor-digitorum-brevis"},
    ("dorsal_foot", 1): {"flexor-digitorum-longus", "flexor-hallucis-longus", "plantaris", "quadratus-plantae",
                         "fibularis-longus", "opponens-digiti-minimi-muscle-of-foot", "flexor-hallucis-brevis"},
    ("dorsal_foot", 2): {"flexor-digitorum-longus", "flexor-hallucis-longus", "plantaris", "quadratus-plantae",
                         "fibularis-longus", "opponens-digiti-minimi-muscle-of-foot", "flexor-hallucis-brevis"},
}

KEEP = {
    ("right_lateral", 1): {"digastric-anterior", "procerus"},
    ("right_lateral", 2): {"mylohyoid", "digastric-anterior"},
    ("right_lateral", 3): {"mylohyoid", "digastric-anterior", "intertransversarii", "interspinales"},
}

# What is dropped there leaves bare ground.
BARE = {
    **{key: {"extensor-digitorum-brevis", "gluteus-medius", "gluteus-minimus", "fibularis-brevis"}
       for key in DROP if key[0] == "right_leg_medial"},
    **{key: DROP[key] for key in DROP if key[0] in FEET},
}


def box(u0, v0, u1, v1):
    return [(u0, v0), (u1, v0), (u1, v1), (u0, v1)]


def around(u, v, area, step):
    """Fibres in rings round a point, sampled over a box."""
    u0, v0, u1, v1 = area
    return [
        (a, b, v - b, a - u) for a in range(u0, u1, step) for b in range(v0, v1, step) if (a, b) != (u, v)
    ]


def whole_tendon(*muscles):
    """Muscles of which nothing but tendon reaches this plate or layer."""
    return [("straight", f"{m}/tendon", [m], EVERYWHERE) for m in muscles]


def beyond(muscle, u, v, du, dv, k=4.0):
    """Tendon beyond a point, with a tongue up the belly (corrections.tendon)."""
    return ("tendon", f"{muscle}/tendon", [muscle], (u, v, du, dv, k))


def strand(muscle, over, points, width):
    """A tendon drawn by hand along points."""
    return ("curve", f"{muscle}/tendon", [muscle, f"{muscle}/tendon", None, *over], C.ribbon(points, width))


# ---- right_lateral ------------------------------------------------------------------------------------------------

# From the outer lip of the crest behind the anterior superior spine into the iliotibial band; missing in the model.
TFL = [
    (53, 945), (50, 953), (43, 961), (33, 969), (25, 968), (22, 952), (18, 925), (13, 895), (8, 862), (3, 828),
    (0, 801), (4, 784), (10, 766), (18, 748), (20, 772), (24, 802), (28.6, 835), (34, 868),
    (41, 900), (48, 926),
]
# Rectus abdominis in its sheath, seen from the side: before the linea semilunaris.
RECTUS = [
    (103, 1266), (103, 1230), (102.6, 1205), (100.4, 1170), (96.6, 1130), (91, 1105), (86.4, 1080),
    (82.6, 1055), (80, 1030), (78, 1005), (76, 980), (73, 955), (67, 930), (60, 905), (53.6, 880), (46, 852),
    (80, 840), (150, 900), (150, 1270),
]
APONEUROSIS = [
    (98, 1214), (96, 1170), (90, 1120), (82, 1080), (75, 1040), (70, 1010), (60, 986), (50, 967), (49, 952),
    (44, 925), (36, 890), (50, 840), (120, 880), (140, 1100), (130, 1210),
]
# Its flesh wraps the flank between the costal margin and the crest; before it quadratus lumborum and psoas would be
# hidden, so that it begins at the front of psoas.
TRANSVERSUS = [
    (17, 1071), (30, 1066), (44, 1063.6), (57, 1066), (70, 1076), (81, 1090), (90, 1109), (97, 1133), (101.4, 1158),
    (107, 1185), (115, 1187), (118, 1150), (116, 1112), (111, 1078), (106, 1046), (103, 1016), (103, 985), (98, 960),
    (90, 935), (81, 911), (71, 889), (62, 872), (55, 862), (50, 872), (51, 900), (53, 930), (52, 948), (43, 965),
    (29, 985), (15, 997.6), (15, 1030),
]
TRANSVERSUS_APONEUROSIS = [
    (112, 1200), (98, 1160), (88, 1126), (79, 1092), (73, 1058), (70, 1022), (68, 990), (63, 962), (56, 940),
    (40, 900), (50, 840), (130, 880), (140, 1190),
]
# Covers the front of the neck and the edge of the jaw; only what does not hide the sternocleidomastoid is shown.
PLATYSMA = [
    (21, 1512), (32, 1511), (44, 1511), (55, 1513.4), (66, 1517), (62, 1510), (70, 1503), (78, 1498), (70, 1494),
    (52, 1493), (41, 1489), (36, 1480), (35, 1464), (31.6, 1448), (31.6, 1432), (35, 1420), (43, 1409), (30, 1412),
    (16, 1436),
    (10, 1470), (12, 1496),
]
NECK_FRONT = [
    None,
    "sternohyoid",
    "omohyoid",
    "sternothyroid",
    "thyrohyoid",
    "digastric-anterior",
    "mylohyoid",
    "stylohyoid",
    "digastric-posterior",
    "scalenus-anterior",
    "depressor-anguli-oris",
]
PSOAS_MINOR = [
    (6, 1068), (11, 1062), (13, 1040), (15.4, 1015), (16.4, 1000), (19, 990), (16, 985), (11, 1000), (8, 1025),
]
TENDO_LATERAL = [
    (-100, 262), (-94, 262), (-88, 246), (-78, 236), (-70, 226), (-68, 200), (-67.6, 170), (-68.6, 140),
    (-70.6, 110), (-73, 84), (-75, 64), (-76, 52), (-83, 46), (-90, 40), (-93, 48), (-89, 66), (-85, 90),
    (-81.6, 114), (-80, 142), (-81.4, 172), (-85.6, 202), (-92.4, 232),
]
# Where the calf is taken off the tendon is cut.
TENDO_CUT = [
    (-86, 104), (-80, 101), (-75.4, 84), (-76, 64), (-77, 52), (-83, 46), (-90, 40), (-93, 48), (-90, 66), (-87.4, 84),
]
# The fibular tendons: behind the outer ankle, the short one to the fifth metatarsal, the long one under the cuboid.
FIBULAR = [
    [(-55, 112), (-56.6, 98), (-57.6, 84), (-57.8, 73), (-56.4, 63), (-50, 52.4), (-38, 43.6), (-25, 36), (-16, 30),
     (-11, 26)],
    [(-58.6, 114), (-58.8, 98), (-60, 84), (-62, 70), (-60, 57), (-53, 46), (-43, 39), (-32, 34), (-25, 27.6)],
]
# The model's tendons of the long extensor are counted to the short one and lie above it.
TOES_SIDE = [
    [(-15, 108), (-9, 92), (6, 78.6), (30, 63), (58, 47.6), (86, 33.6), (106, 25.4), (120, 20.6)],
    [(-15.6, 106), (-9.6, 90.4), (5, 76), (28, 58.6), (54, 42.6), (80, 29.6), (98, 22.6), (112, 18.6)],
    [(-16.4, 104), (-10.4, 88.6), (3.6, 73), (24, 54), (47, 37.6), (70, 26), (88, 20), (101, 17.4)],
    [(-17, 102), (-11, 87), (2, 70), (19, 50), (39, 34), (58, 24.4), (74, 19.4), (88, 16.4)],
]
# The border of iliacus against the hip, wavy in the model.
ILIOPSOAS = (
    "curve",
    "iliacus",
    [None],
    [
        (48, 931), (41, 929), (34.6, 916), (31, 900), (28.6, 884), (26, 868), (21, 855), (14, 846), (8, 834),
        (5, 818), (6, 804), (14, 806), (24, 830), (36, 852), (43, 864), (46, 890),
    ],
)
PERONEI = [
    ("straight", "fibularis-brevis", ["quadratus-plantae"], box(-80, 28, 0, 100)),
    ("straight", None, ["fibularis-longus"], box(-80, 20, 0, 100)),
    ("straight", None, ["fibularis-brevis"], box(-80, 20, 0, 78)),
]

# ---- right_leg_medial ---------------------------------------------------------------------------------------------

TENDO_MEDIAL = [(-u, v) for u, v in TENDO_LATERAL]
# Fills the hollow of the ilium from the inner lip of its crest to the terminal line; leaves it over the upper branch of
# the pubis, under the inguinal ligament. Behind it stops a little short of the sacrum, as in the model.
ILIACUS = [
    (-48, 944), (-44, 957), (-35, 972), (-21, 985), (-4, 995), (14, 999), (29, 996), (41, 986), (48, 972), (47, 958),
    (41, 944), (32, 930), (22, 917), (10, 905), (-4, 892), (-14, 879), (-24, 866), (-34, 859.4),
    (-43, 855.4), (-48, 855), (-49.4, 870), (-49.8, 892), (-49.6, 918),
]
OBTURATOR = [
    (-22, 848), (-14, 856), (2, 862), (20, 870), (36, 878), (48, 872), (55, 858), (58, 846), (50, 838),
    (38, 832), (26, 822), (8, 820), (-8, 828),
]
LEVATOR = [
    (-40, 850), (-30, 853), (-10, 853), (12, 857), (32, 864), (50, 869), (58, 862), (68, 850), (76, 838),
    (70, 829), (56, 828), (40, 827), (20, 829), (0, 835), (-20, 842),
]
# From the spine of the ischium, fanning out to the edge of sacrum and coccyx, behind levator ani.
COCCYGEUS = [
    (49, 868), (55, 871.4), (63, 876.6), (71, 882.6), (77, 885), (80, 875), (79, 864), (75, 855), (70, 851),
    (62, 858.6), (55, 864.6),
]
ISCHIOCAVERNOSUS = [
    (46, 813), (40, 808), (22, 811), (4, 818), (-14, 827), (-27, 837), (-30, 843), (-22, 841), (-8, 832),
    (10, 824), (28, 818),
]
BULBOSPONGIOSUS = [
    (24, 807), (14, 804.6), (0, 807), (-14, 814), (-26, 824), (-33, 834), (-24, 831), (-10, 822), (8, 814),
]
TRANSVERSE = [(54, 806), (46, 803), (34, 803), (25, 806), (32, 809), (44, 811)]

# ---- feet: drawn on the dorsal plate (u = -x) ---------------------------------------------------------------------

DORSAL_TOES = [
    [(90, -38), (91, -16), (93, 8), (96, 36), (98.6, 66), (100.6, 92), (103, 112), (104.4, 128)],
    [(91.4, -38), (93.4, -16), (98, 8), (105, 36), (111, 66), (114.6, 90), (118, 108), (119.8, 121)],
    [(92.8, -38), (95.8, -16), (103, 8), (113.6, 36), (121.6, 62), (126.6, 84), (130.6, 98), (133, 108)],
    [(94.2, -38), (98.2, -16), (107.6, 8), (119.6, 34), (129.6, 56), (136.4, 74), (140.6, 84), (143, 91)],
]
# They join the long extensor's from the outer side.
DORSAL_SHORT = [
    [(96.6, 4), (99.4, 22), (101.6, 42), (102.4, 60), (102.6, 76), (101.4, 92)],
    [(103, 4), (108.4, 24), (112.8, 42), (115.4, 60), (116.6, 76), (115.6, 90)],
    [(108, 2), (115, 22), (121, 40), (125.6, 56), (128.4, 70), (128, 82)],
]
BREVIS = [
    (100, -38), (96, -32), (94, -22), (89.6, -8), (87.4, 3), (92.6, 18), (97.4, 25), (100, 18), (102.4, 20), (107, 26),
    (109, 17), (112, 20), (116, 24), (116, 12), (114.4, -6), (112.6, -20), (106.6, -34),
]
ANTERIOR = [(82, -21), (77, -18), (71, -12.6), (65, -3), (61.4, 8), (60.4, 20), (61.4, 32)]
HALLUCIS = [(87.8, -29), (82.6, -16.6), (78.6, -6), (75.2, 6), (72.2, 24), (71.4, 44), (71.8, 62), (73, 76),
            (75.6, 90), (78.4, 103), (80.6, 113), (81.2, 119.4)]

# Of the dorsal interossei: the two heads of each, from the facing sides of two metatarsals, meet on its tendon.
INTEROSSEI_MIDDLE = [
    [(84.6, 52), (85.2, 62), (85.6, 72), (85.4, 80)], [(98, 50), (98.4, 60), (98.8, 72), (99, 81)],
    [(110.4, 46), (111.6, 57), (113, 68), (113.6, 77)], [(118.6, 32), (121.6, 43), (124.4, 54), (125, 63)],
]
LUMBRICALS = [
    [(-88, 22), (-92.6, 36), (-98, 52), (-102, 66), (-103.6, 77)],
    [(-93, 26), (-99.6, 38), (-107.6, 52), (-113.6, 64), (-116.6, 73)],
    [(-99, 26), (-107, 38), (-116.4, 50), (-123.6, 60), (-127.6, 68)],
]

# Where the leg is cut off: its tendons begin at the ankle.
ANKLE = [
    ("straight", "tibialis-posterior", ["fibularis-tertius"], EVERYWHERE),
    ("straight", None, ["tibialis-posterior", "fibularis-brevis"], box(40, -100, 130, -50)),
    ("straight", None, ["achilles-tendon"], EVERYWHERE),
    (
        "curve",
        "achilles-tendon",
        [None],
        [(62, -86), (68, -82), (76, -82), (84, -85), (86, -89), (80, -93), (72, -94), (65, -92)],
    ),
]

# The model's many thin tendons of the fingers run together: a few, drawn by hand, on the index finger.
# Between the first two metacarpals the first dorsal interosseous fills the web; behind its free edge the adductor.
WEB = [
    (26, 837), (31, 829), (33, 820), (33.4, 808), (33.8, 796), (35.6, 786), (36.4, 776), (33, 778), (27, 789),
    (22.4, 801), (20.2, 810), (21.2, 820), (23.6, 830),
]
ADDUCTOR = [(29.6, 826), (36, 819), (43, 812), (48, 808.6), (44.6, 804.6), (40, 801.6), (34.6, 798), (33, 803),
  (32, 813)]
PALM = [(36, 797), (41, 802.4), (45.8, 803), (48, 797), (48.4, 784), (46, 782), (41, 786), (37.6, 790)]
LUMBRICAL = [(34.6, 798.6), (37.6, 799), (38.6, 790), (40.2, 785), (40, 776), (38.4, 766), (38.8, 757), (41.6, 748),
             (38, 752), (35.4, 761), (35, 770), (36, 778), (35, 788)]
HAND = ["dorsal-interossei-hand", "adductor-pollicis", "lumbricals-hand", "palmaris-longus"]
FINGERS = [
    ("straight", None, ["flexor-digitorum-superficialis", "flexor-digitorum-profundus"], box(20, 690, 110, 846)),
    ("straight", None, ["extensor-digitorum", "extensor-indicis"], box(-40, 690, 110, 866)),
    ("straight", None, [*HAND, "extensor-pollicis-longus", "extensor-pollicis-brevis", "abductor-pollicis-longus",
                        "extensor-carpi-radialis-longus", "extensor-carpi-radialis-brevis"], box(-40, 690, 110, 868)),
]
WEB_SPACE = [
    ("curve", "adductor-pollicis", [None, "palmaris-longus", "flexor-digitorum-superficialis"], ADDUCTOR),
    ("curve", "lumbricals-hand", [None, "palmaris-longus", "flexor-digitorum-superficialis", "adductor-pollicis"],
     LUMBRICAL),
    ("curve", "dorsal-interossei-hand", [None, "adductor-pollicis", "lumbricals-hand"], WEB),
]
# In the deep layer, smooth: the model's are lumpy.
WEB_DEEP = [
    ("straight", None, ["lumbricals-hand", "flexor-digiti-minimi-hand"], box(-40, 690, 110, 868)),
    ("curve", "lumbricals-hand", [None],
     [(34.6, 800), (40, 801), (44, 793), (45.4, 785), (43, 776), (40, 767), (39.4, 757), (41.6, 747), (37.4, 753),
      (34.8, 762), (35, 774), (35, 790)]),
]
# The shoulder's rotators end on the three facets of the greater tubercle; teres major passes behind the bone.
SUPRASPINATUS = [
    (-60, 1397), (-53, 1403), (-43, 1408), (-32, 1409.8), (-22, 1407.6), (-14, 1402.6), (-11.6, 1398.4), (-16, 1398),
    (-23, 1401.4), (-33, 1403.4), (-43, 1401), (-51, 1396.6),
]
INFRASPINATUS = [
    (-113, 1287), (-117, 1310), (-114, 1334), (-107, 1356), (-97, 1374), (-86, 1386), (-70, 1394), (-52, 1400),
    (-36, 1402), (-24, 1400), (-17.6, 1396.4), (-19, 1392), (-24, 1388.4), (-33, 1385.4), (-46, 1379), (-64, 1366),
    (-82, 1344), (-94, 1318), (-99, 1297), (-106, 1287),
]
TERES_MINOR = [
    (-100, 1298), (-94, 1320), (-82, 1346), (-64, 1367), (-46, 1380), (-33, 1386), (-24.4, 1388.6), (-22.6, 1384.6),
    (-26, 1379.4), (-34, 1371.6), (-44, 1361), (-58, 1344), (-74, 1322), (-88, 1303), (-96, 1296),
]
# Their tendons, pointed into the bellies; they run together into one cuff.
CUFF = {
    "supraspinatus": [(-43, 1404.6), (-36, 1406.6), (-26, 1412), (-6, 1406), (-6, 1394), (-20, 1398), (-34, 1402.4)],
    "infraspinatus": [(-62, 1380), (-52, 1387.6), (-42, 1395), (-31, 1404), (-10, 1404), (-12, 1388), (-24, 1386),
                      (-34, 1384.6), (-46, 1382.4)],
    "teres-minor": [(-55, 1359), (-46, 1369), (-38, 1378), (-30, 1389), (-18, 1392), (-18, 1376), (-30, 1372.6),
                    (-42, 1367)],
}
TERES_MAJOR = [
    (-98, 1258), (-99, 1268), (-93, 1283), (-80, 1298), (-62, 1314), (-46, 1327), (-34, 1334), (-32, 1306), (-46, 1297),
    (-62, 1285), (-78, 1270), (-90, 1259),
]
# Between the olecranon and the outer epicondyle, under the skin; the model hides it behind the extensors.
ANCONEUS = [
    (-50, 1113), (-55, 1110), (-59.4, 1101), (-61.8, 1088), (-62.4, 1072), (-61.4, 1058), (-58.8, 1046), (-57.2, 1058),
    (-56.4, 1076), (-54, 1095),
]
TRICEPS_MEDIAL = [
    (-44, 1284), (-47.6, 1264), (-53, 1234), (-58, 1200), (-61.6, 1168), (-63, 1140), (-61, 1116), (-57, 1107),
    (-54, 1114),
    (-52, 1140), (-51, 1170), (-49, 1200), (-46, 1232), (-43, 1260),
]
# The outer border of the sole, from the outer process of the heel's tuberosity to the little toe.
LITTLE_TOE = [
    (-86, -67), (-90, -66), (-95.6, -57), (-102.6, -42), (-108.6, -26), (-115, -8), (-122.4, 10), (-130.6, 28),
    (-135.6, 42), (-138.6, 55), (-137, 59), (-133.4, 46), (-127, 31), (-119.6, 15), (-110.6, -4), (-101.4, -16.4),
    (-95, -31),
    (-89.6, -48),
]
# Tibialis posterior: a tendon to the navicular bone, and from there slips to the cuneiforms and the metatarsals.
SLIPS = [
    (-48.6, -48), (-49, -32), (-50.6, -18), (-52.6, -6), (-55.4, 3), (-59, 9.6), (-63.4, 8), (-65, -1), (-67, 2),
    (-70, 8),
    (-74, 7), (-74, 0), (-77, 3), (-81.6, 8), (-86.6, 6), (-84, 0), (-78, -7), (-70, -16), (-62, -26), (-57, -36),
    (-54.6, -46), (-54, -55), (-50, -56),
]
# The long flexor of the great toe, from under the shelf of the talus, passes deep to that of the toes and between the
# sesamoids to the last bone; that of the toes crosses it and takes quadratus plantae in. The model runs them together.
FHL_SOLE = C.ribbon([(-60.4, -58), (-62, -48), (-65, -35), (-67.6, -22), (-69.2, -8), (-70, 8), (-70, 28), (-69.6, 48),
                     (-70.6, 66), (-72, 80), (-74, 93), (-76.4, 104), (-79, 113)],
                    [4.6, 5, 5.4, 5.4, 5, 4.8, 4.8, 4.6, 5, 5, 5.4, 6.4, 8])
FDL_SOLE = C.ribbon([(-50, -63), (-54, -56.6), (-59.6, -47), (-65, -36), (-70, -23), (-75, -11), (-81.6, 0), (-86.6, 8),
                     (-92, 16)], [6, 6.6, 7, 6.8, 6.6, 7, 8.6, 12, 15])
SESAMOIDS = [
    ("curve", None, ["flexor-hallucis-brevis"], [(u - 3, 80), (u, 84.4), (u + 3, 80),
      (u, 75.6)]) for u in (-77.4, -65.6)
]

ANKLE_MEDIAL = [
    ("straight", None, ["tibialis-anterior"], box(-60, 20, 40, 112)),
    ("straight", None, ["tibialis-posterior", "flexor-digitorum-longus", "flexor-hallucis-longus"],
     box(-30, 33, 80, 118)),
    ("straight", None, ["plantaris"], box(70, 0, 100, 60)),
]

# The model's mimic muscles are lobed blocks: straps and fans to the corner of the mouth and the lips, as in front.
MIMIC = ["zygomaticus-major", "zygomaticus-minor", "levator-labii-superioris", "levator-anguli-oris", "risorius",
         "depressor-anguli-oris", "depressor-labii-inferioris", "mentalis", "orbicularis-oris", "masseter",
         "levator-nasolabialis", "buccinator"]
FACE = [
    ("straight", None, [m for m in MIMIC if m != "levator-nasolabialis"], [(14, 1498), (100, 1498), (100, 1579.6),
                                                                          (14, 1579.6)]),
    *(
        ("curve", muscle, [None, *MIMIC], points)
        for muscle, points in (
            ("masseter", [(20.6, 1560), (25, 1567.6), (35, 1573), (42, 1571), (52, 1566.6), (55.4, 1562),
                          (55, 1552), (53, 1538), (50, 1525), (46, 1513.6), (38, 1516), (28, 1520),
                          (20.4, 1525.6), (17.8, 1536), (18.2, 1548)]),
            ("levator-anguli-oris", [(69, 1560.6), (74, 1560), (77.6, 1552), (79, 1545), (75.4, 1542), (71.6, 1549)]),
            ("levator-labii-superioris", [(72, 1573.6), (80, 1572.6), (84, 1565), (87.6, 1557), (89, 1550.4),
                                          (85, 1547.6), (80.6, 1555), (76.4, 1564)]),
            ("zygomaticus-minor", [(63.6, 1575.6), (67.6, 1574.4), (71, 1565.4), (75.6, 1556.6), (82, 1548.6),
                                   (78.6, 1545), (73, 1551.6), (67.6, 1561.4)]),
            ("zygomaticus-major", [(51.4, 1573), (55.6, 1576.8), (60.6, 1575.4), (63, 1566), (65.6, 1556),
                                   (69.4, 1547.6), (75, 1540.4), (71.6, 1536), (66.6, 1536.4), (61, 1541.4),
                                   (56.6, 1548), (54, 1557), (51.8, 1566)]),
            ("risorius", [(50, 1542), (56, 1541.6), (63, 1539), (72, 1536), (72, 1531.6), (62, 1529.4),
                          (56, 1525.4), (50.6, 1519.4), (48.4, 1526), (49, 1535)]),
            ("depressor-anguli-oris", [(71.4, 1536), (75.6, 1531), (77, 1523), (78, 1513), (78.4, 1501.6),
                                       (69, 1501.8), (59, 1505.8), (51.6, 1510.4), (59.6, 1515.4), (65.6, 1521),
                                       (69, 1528)]),
            ("orbicularis-oris", [(84, 1549.4), (89, 1552.6), (92, 1549), (93.4, 1544), (95, 1539.8), (94, 1536.2),
                                  (88, 1536), (82, 1533.6), (88, 1531.4), (94.4, 1530.2), (94, 1525.4),
                                  (91, 1521), (89, 1515.6), (84, 1511.6), (78.4, 1515), (74, 1520.6), (70.8, 1527),
                                  (69.6, 1533), (71.4, 1538.6), (75, 1543.6), (79, 1546.8)]),
            # its fibres enter the lower lip
            ("depressor-labii-inferioris", [(77, 1500.6), (84, 1500.4), (87.6, 1505.6), (89.6, 1511.6),
                                            (88.6, 1516), (84, 1516.6), (80.4, 1512), (78, 1506.6)]),
            ("mentalis", [(84.6, 1500.4), (88.4, 1501.4), (91, 1507), (91.2, 1514), (88.6, 1510.6), (86.6, 1505)]),
        )
    ),
]
# Temporalis passes deep to the zygomatic arch; below, its tendon is seen on the coronoid process once masseter is off.
TEMPORAL = ("straight", None, ["temporalis"],
            [(-16, 1570), (-16, 1587.6), (4, 1586), (24, 1582.4), (42, 1582), (50, 1587), (54, 1570)])
CORONOID = ("curve", "temporalis", [None],
            [(27, 1569.6), (34, 1569), (41, 1567.4), (43, 1563), (41, 1556.6), (38.4, 1549.6), (36.2, 1545),
             (34, 1550), (31.8, 1557), (29, 1563.6)])
# In the side view the sternal head ends in its tendon on the manubrium; before the clavicular head a furrow runs up.
STERNAL_TENDON = ("curve", "sternocleidomastoid/tendon", ["sternocleidomastoid"],
                  [(40, 1380), (70, 1380), (64, 1394), (58, 1400.6), (53, 1408), (45.6, 1421), (49, 1408), (50.6, 1400),
                   (49, 1394)])
# Under the jaw: mylohyoid, before it the front belly of digastric, held to the hyoid bone by the middle tendon.
UNDER_JAW = [
    ("straight", None, ["mylohyoid", "digastric-anterior"], EVERYWHERE),
    ("curve", "mylohyoid", [None],
     [(36, 1502), (37.4, 1508), (41, 1510.6), (47, 1508.4), (55, 1504.6), (63, 1500.6), (60, 1498.6), (46, 1499.6)]),
    ("curve", "digastric-anterior", [None, "mylohyoid"],
     [(33.6, 1503), (38, 1503.6), (45, 1502), (53, 1500.6), (61, 1499.4), (69, 1498.6), (73, 1497.2), (66, 1495.8),
      (56, 1496), (46, 1497.2), (38, 1499.4)]),
    ("curve", "digastric-posterior/tendon", [None, "digastric-posterior", "digastric-anterior", "stylohyoid"],
     C.ribbon([(26, 1511), (29.4, 1506.6), (32.6, 1503), (37, 1501.4), (40.6, 1501)], [1, 2, 2, 2, 1])),
]

# The deep muscles of the neck from the side, as smooth slips between the processes they run to, the hindmost first.
NECK_DEEP = [
    ("semispinalis-cervicis", [(-46.6, 1486), (-44, 1475), (-42, 1462), (-41.4, 1450), (-46, 1453), (-51, 1447),
                               (-53, 1439), (-59, 1432.6), (-63.4, 1421), (-69, 1411), (-74, 1407.6), (-78, 1411),
                               (-75, 1421), (-69, 1436), (-63, 1447), (-58, 1458), (-51, 1475)]),
    ("multifidus-cervical", [(-51, 1450), (-49, 1456), (-46.4, 1462), (-45, 1453), (-48, 1448.6)]),
    ("rectus-capitis-posterior-major", [(-49, 1552), (-39.6, 1549.6), (-41, 1539), (-43.4, 1539)]),
    ("semispinalis-capitis", [(-78, 1571), (-71, 1569.4), (-58, 1568), (-53, 1560), (-45, 1545), (-36, 1526),
      (-28.4, 1510),
                              (-26, 1502), (-26.4, 1490), (-28.6, 1477), (-31, 1464), (-36.6, 1452.4), (-40, 1452),
                              (-43, 1468), (-45.4, 1488), (-48.4, 1504), (-54, 1522), (-58, 1537), (-65, 1552),
                              (-73, 1564.6)]),
    ("multifidus-cervical", [(-33, 1521), (-28.4, 1524.6), (-26, 1521), (-28.6, 1516), (-24, 1507), (-26.6, 1506),
                             (-31, 1513)]),
    ("multifidus-cervical", [(-32.6, 1503.6), (-25, 1500), (-24.4, 1494), (-28, 1496)]),
    ("multifidus-cervical", [(-33.6, 1493), (-27, 1489.6), (-27.6, 1482.6), (-31, 1486)]),
    ("multifidus-cervical", [(-35.4, 1480.6), (-29, 1476), (-28, 1469.6), (-32, 1471)]),
    ("multifidus-cervical", [(-37.4, 1465.6), (-32, 1461.6), (-32, 1455.6), (-35.6, 1456.6)]),
    ("obliquus-capitis-superior", [(-54, 1561.6), (-43, 1559.6), (-34, 1559.6), (-27, 1554.4), (-21, 1548.6),
      (-16.6, 1543),
                                   (-20, 1542), (-28, 1547), (-38, 1549.6), (-49, 1553)]),
    ("obliquus-capitis-inferior", [(-37, 1529), (-35.6, 1525), (-33, 1521.6), (-26, 1527), (-15.6, 1538), (-20, 1541),
                                   (-29, 1536)]),
    ("rectus-capitis-lateralis", [(-24, 1557), (-20, 1558.4), (-15, 1561.6), (-12.4, 1557), (-8.6, 1547), (-9, 1542.6),
                                  (-12.6, 1542), (-18, 1551)]),
    ("rectus-capitis-anterior", [(-8, 1542), (-6.6, 1550), (-3.6, 1558), (0, 1557), (-1, 1550), (-4.6, 1542)]),
    ("longus-colli", [(-2, 1534), (-6, 1526.6), (-10, 1520.4), (-7, 1517), (-9.4, 1507), (-6.6, 1507.6), (-3.4, 1518)]),
    ("longus-capitis", [(2, 1568), (4.4, 1560), (6.4, 1552), (5.6, 1530), (4.4, 1512), (3, 1500), (1, 1491), (-1, 1483),
                        (-4, 1488), (-6, 1496), (-4.6, 1508), (-2.6, 1520), (-1, 1535), (0, 1548), (0.8, 1558)]),
    ("scalenus-medius", [(-14, 1518), (-12, 1509), (-8.4, 1500), (-5.6, 1488), (-3.8, 1470), (-3, 1450), (-2.4, 1434),
                         (-2.6, 1421), (-7, 1424.6), (-12, 1428.6), (-14, 1440), (-15, 1452), (-13.4, 1468),
                         (-13.4, 1485),
                         (-15, 1505)]),
]

EDITS = {
    ("right_lateral", 1): [
        TEMPORAL,
        # where latissimus leaves the flank the oblique's last slips meet it
        (
            "straight",
            "external-oblique",
            [None, "intercostal-external", "internal-oblique"],
            box(-46, 1076, 40, 1215),
        ),
        ("straight", "external-oblique", ["internal-oblique"], EVERYWHERE),
        ("curve", "rectus-abdominis", ["external-oblique", "rectus-abdominis"], RECTUS),
        # as far as the inguinal ligament
        (
            "curve",
            "external-oblique",
            [None, "iliacus", "pectineus", "sartorius"],
            [(52, 950), (60, 956), (70, 930), (66, 880), (58, 862), (48, 858), (50, 880), (53, 910)],
        ),
        ("straight", "gluteus-medius", ["gluteus-minimus"], EVERYWHERE),
        ("curve", "tensor-fasciae-latae", None, TFL),
        # between tensor and sartorius: rectus femoris
        (
            "straight",
            "rectus-femoris",
            ["iliacus", "pectineus", None],
            [(30, 858), (41, 900), (48, 922), (52, 925), (50, 880), (46, 840), (40, 820), (30, 820)],
        ),
        ("straight", None, ["rectus-femoris"], box(-30, 350, 40, 441)),
        (
            "straight",
            None,
            ["semimembranosus", "gemellus-inferior", "quadratus-femoris"],
            box(-60, 770, 0, 860),
        ),
        ("curve", "platysma", NECK_FRONT, PLATYSMA),
        *PERONEI,
        ILIOPSOAS,
        # from the lower fibula, beside the long extensor
        ("curve", "fibularis-tertius", ["extensor-digitorum-longus", "fibularis-brevis", None],
         [(-39, 206), (-35, 192), (-31.4, 165), (-27, 138), (-24, 116), (-28, 116), (-33, 140), (-37.4, 168),
          (-40, 190)]),
        ("straight", None, ["achilles-tendon"], EVERYWHERE),
        ("curve", "achilles-tendon", [None, "soleus"], TENDO_LATERAL),
        ("straight", None, ["extensor-digitorum-brevis"], EVERYWHERE),
        (
            "curve",
            "extensor-digitorum-brevis",
            [None, "extensor-digitorum-longus"],
            [
                (-37, 49), (-31, 58), (-19, 68), (-8, 74), (3, 70), (15, 63), (27, 56), (38, 48), (47, 40),
                (38, 40), (25, 43), (10, 46), (-6, 50), (-22, 51),
            ],
        ),
        ("straight", None, ["extensor-hallucis-longus"], box(0, 0, 140, 80)),
        ("straight", None, ["flexor-digitorum-longus", "flexor-hallucis-longus"], box(40, 0, 140, 20)),
    ],
    ("right_lateral", 2): [
        TEMPORAL,
        CORONOID,
        ("curve", "rectus-abdominis", ["internal-oblique", "rectus-abdominis"], RECTUS),
        *PERONEI,
        ILIOPSOAS,
        ("straight", None, ["achilles-tendon"], EVERYWHERE),
        ("curve", "achilles-tendon", [None, "soleus", "plantaris"], TENDO_LATERAL),
    ],
    ("right_lateral", 3): [
        ("straight", None, sorted({m for m, _ in NECK_DEEP}), box(-90, 1409, 12, 1580)),
        *(("curve", m, None, p) for m, p in NECK_DEEP),
        ("curve", "transversus-abdominis", [None], TRANSVERSUS),
        ("curve", "psoas-minor", ["psoas-major", None, "transversus-abdominis"], PSOAS_MINOR),
        (
            "curve",
            "spinalis-cervicis",
            [None, "interspinales", "semispinalis-cervicis"],
            [
                (-86, 1410), (-82, 1424), (-76, 1444), (-66, 1468), (-54, 1496), (-48, 1512), (-47, 1506),
                (-53, 1488), (-61, 1468), (-69, 1447), (-77, 1424),
            ],
        ),
        *PERONEI,
        ILIOPSOAS,
        ("straight", None, ["achilles-tendon"], EVERYWHERE),
        ("curve", "achilles-tendon", [None, "plantaris", "flexor-hallucis-longus"], TENDO_CUT),
    ],
    ("right_arm_lateral", 1): [
        *FINGERS,
        ("curve", "palmaris-longus", [None], PALM),
        *WEB_SPACE,
        ("curve", "anconeus", [None, "extensor-digitorum", "extensor-carpi-radialis-brevis", "triceps-long"], ANCONEUS),
        ("full", "infraspinatus", [None], None),
        ("full", "teres-minor", [None, "infraspinatus"], None),
        ("full", "teres-major", [None], None),
    ],
    ("right_arm_lateral", 2): [
        # the lumbrical as measured
        *((kind, to, [m for m in of if m != "lumbricals-hand"], p) for kind, to, of, p in FINGERS),
        ("curve", "flexor-digitorum-superficialis", [None], PALM),
        WEB_SPACE[0],
        WEB_SPACE[2],
        ("curve", "triceps-medial", [None], TRICEPS_MEDIAL),
        ("curve", "teres-major", [None], TERES_MAJOR),
        ("straight", None, ["teres-major"], box(-39, 1280, 0, 1350)),
        ("curve", "infraspinatus", [None], INFRASPINATUS),
        ("curve", "teres-minor", [None, "infraspinatus"], TERES_MINOR),
        ("curve", "supraspinatus", [None, "infraspinatus"], SUPRASPINATUS),
    ],
    ("right_arm_lateral", 3): [
        ("straight", None, ["flexor-digitorum-profundus"], box(44, 690, 110, 800)),
        *WEB_DEEP,
    ],
    ("right_leg_medial", 1): [
        ("straight", "tibialis-posterior", ["fibularis-tertius"], EVERYWHERE),
        *ANKLE_MEDIAL,
        ("straight", None, ["rectus-femoris"], box(-40, 350, 30, 441)),
        ("curve", "iliacus", [None, "iliacus"], ILIACUS),
        ("straight", None, ["obturator-internus"], EVERYWHERE),
        ("curve", "obturator-internus", [None, "gemellus-inferior", "gemellus-superior"], OBTURATOR),
        (
            "curve",
            "levator-ani",
            [None, "obturator-internus", "gluteus-maximus", "gemellus-inferior"],
            LEVATOR,
        ),
        ("curve", "coccygeus", [None, "obturator-internus", "gluteus-maximus", "gemellus-superior", "piriformis"],
         COCCYGEUS),
        ("curve", "ischiocavernosus", [None], ISCHIOCAVERNOSUS),
        (
            "curve",
            "bulbospongiosus",
            [None, "gracilis", "adductor-magnus", "adductor-longus"],
            BULBOSPONGIOSUS,
        ),
        (
            "curve",
            "transverse-perineal-superficial",
            [None, "gracilis", "adductor-magnus", "semitendinosus"],
            TRANSVERSE,
        ),
        ("straight", None, ["achilles-tendon"], EVERYWHERE),
        ("curve", "achilles-tendon", [None, "soleus", "plantaris", "flexor-hallucis-longus"], TENDO_MEDIAL),
    ],
    ("right_leg_medial", 2): [
        ("straight", "tibialis-posterior", ["fibularis-tertius"], EVERYWHERE),
        *ANKLE_MEDIAL,
        ("straight", None, ["rectus-femoris"], box(-40, 350, 30, 441)),
        ("curve", "iliacus", [None, "iliacus"], ILIACUS),
        ("straight", None, ["obturator-internus"], EVERYWHERE),
        ("curve", "obturator-internus", [None, "gemellus-inferior", "gemellus-superior"], OBTURATOR),
        ("straight", None, ["achilles-tendon"], EVERYWHERE),
        ("curve", "achilles-tendon", [None, "soleus", "plantaris", "flexor-hallucis-longus"], TENDO_MEDIAL),
    ],
    ("right_leg_medial", 3): [
        ("straight", "tibialis-posterior", ["fibularis-tertius"], EVERYWHERE),
        ("straight", None, ["plantaris"], box(70, 0, 100, 60)),
        ("straight", None, ["iliacus"], EVERYWHERE),
        ("straight", None, ["achilles-tendon"], EVERYWHERE),
        ("curve", "achilles-tendon", [None, "plantaris", "flexor-hallucis-longus"], [(-u, v) for u, v in TENDO_CUT]),
    ],
    ("plantar", 1): [
        ("straight", "tibialis-posterior", ["fibularis-tertius"], EVERYWHERE),
        ("straight", None, ["tibialis-posterior"], EVERYWHERE),
        ("straight", None, ["abductor-digiti-minimi-foot"], EVERYWHERE),
        ("curve", "abductor-digiti-minimi-foot", [None, "flexor-digitorum-brevis",
          "flexor-digiti-minimi-foot"], LITTLE_TOE),
        ("straight", None, ["flexor-digitorum-longus"], box(-75, -80, -40, -30)),
        ("straight", "flexor-digitorum-brevis", ["flexor-digitorum-longus"], box(-106, 8, -90, 34)),
        ("straight", None, ["quadratus-plantae"], EVERYWHERE),
    ],
    ("plantar", 2): [
        ("straight", "tibialis-posterior", ["fibularis-tertius"], EVERYWHERE),
        ("straight", None, ["tibialis-posterior"], EVERYWHERE),
        ("straight", None, ["flexor-hallucis-longus"], EVERYWHERE),
        ("straight", "quadratus-plantae", ["flexor-digitorum-longus"],
         [(-104, 8), (-92, 12), (-86, 9), (-66, -26), (-66, -52), (-104, -30)]),
        ("straight", None, ["flexor-digitorum-longus"], box(-79, -80, -40, 14)),
        ("curve", "tibialis-posterior", [None], SLIPS),
        *SESAMOIDS,
        ("curve", "flexor-hallucis-longus", None, FHL_SOLE),
        ("curve", "flexor-digitorum-longus", None, FDL_SOLE),
        ("straight", "fibularis-longus", ["quadratus-plantae"], box(-125, -45, -101, -6)),
        # the model has the first lumbrical only
        *(("curve", "lumbricals-foot",
           [None, "adductor-hallucis-oblique", "adductor-hallucis-transverse"], C.ribbon(p, 4.4))
          for p in LUMBRICALS),
        ("straight", "adductor-hallucis-transverse", ["lumbricals-foot"], box(-113, 55, -107, 66)),
        ("straight", "adductor-hallucis-transverse", ["lumbricals-foot"], box(-92.5, 59, -89, 70)),
        ("straight", "adductor-hallucis-transverse", ["lumbricals-foot", None], box(-112, 55, -101, 65)),
    ],
    ("plantar", 3): [
        ("straight", "tibialis-posterior", ["fibularis-tertius"], EVERYWHERE),
        # two bellies, each with its sesamoid; the groove between them is the long flexor's
        ("curve", None, ["flexor-hallucis-brevis"],
         [(-71, 22), (-72, 34), (-71.2, 50), (-70.4, 70), (-72, 92), (-74, 70), (-73, 50), (-72.6, 34)]),
        *SESAMOIDS,
    ],
    ("dorsal_foot", 1): [
        ("straight", None, ["extensor-digitorum-brevis"], EVERYWHERE),
        ("full", "dorsal-interossei-foot", [None], None),
        (
            "curve",
            "extensor-digitorum-brevis",
            [None, "dorsal-interossei-foot", "extensor-hallucis-brevis"],
            BREVIS,
        ),
        ("straight", None, ["fibularis-brevis"], EVERYWHERE),
        ("straight", None, ["extensor-hallucis-longus", "tibialis-anterior"], EVERYWHERE),
        *ANKLE,
    ],
    ("dorsal_foot", 2): ANKLE,
}

INDEX = [(-8, 880), (-3, 866), (2.6, 852), (8, 835), (13.4, 817), (17.6, 799), (23.4, 781), (30.4, 764), (40.6, 745.6),
         (51, 731), (58, 723)]
INDICIS = [(6.6, 851), (9.6, 841), (13.3, 829), (16.4, 817), (18.8, 805), (21.8, 793), (25.5, 781), (29.6, 769),
           (35, 757), (41.8, 745), (50, 733.6), (58, 725.6), (68, 717.6)]
WRIST = ["extensor-carpi-radialis-longus", "extensor-carpi-radialis-brevis"]
THUMB = ["extensor-pollicis-longus", "extensor-pollicis-brevis", "abductor-pollicis-longus"]
UNDER_THUMB = [*WRIST, *(f"{m}/tendon" for m in WRIST), *THUMB, *(f"{m}/tendon" for m in THUMB),
               "dorsal-interossei-hand", "adductor-pollicis", "brachioradialis", "brachioradialis/tendon"]
# The snuffbox lies between the two before it and the long extensor behind it; on its floor the wrist's extensors.
SNUFFBOX = [
    strand("extensor-carpi-radialis-brevis", UNDER_THUMB, [(-5.6, 886), (0.6, 870), (6, 855), (9.4, 845),
      (11.6, 838)], 3.4),
    strand("extensor-carpi-radialis-longus", UNDER_THUMB, [(-0.6, 886), (6, 870), (11.4, 855), (15, 845),
      (18, 836)], 3.6),
    strand("abductor-pollicis-longus", UNDER_THUMB, [(-1.6, 891), (4, 880), (10, 868.6), (16, 859), (23, 849.6),
      (29.6, 842)],
           [4.4, 4.4, 4.2, 4.2, 4, 4]),
    strand("extensor-pollicis-brevis", UNDER_THUMB,
           [(-4, 887), (0, 876), (4.8, 866), (11.6, 855.6), (19.6, 845.6), (28, 835), (36, 825), (43.6, 815.6),
             (47.4, 811)],
           3.0),
    strand("extensor-pollicis-longus", UNDER_THUMB,
           [(-3, 880), (-1.4, 872), (1, 863), (6.6, 854), (14.2, 845), (21.4, 836), (28.8, 827), (36.6, 818),
            (43.6, 809), (50, 800), (55.4, 791), (61.4, 782)], 2.4),
]
EXTENSORS = [
    strand(
        "extensor-digitorum",
        ["extensor-indicis", "extensor-indicis/tendon", "dorsal-interossei-hand", *UNDER_THUMB[:4]],
        INDEX,
        2.5,
    ),
    strand(
        "extensor-indicis",
        ["extensor-digitorum/tendon", "extensor-digitorum", "dorsal-interossei-hand"],
        [(10.6, 836), (16, 816), (20.4, 799), (25.4, 784), (30.4, 771)],
        2.4,
    ),
]
EXTENSORS_DEEP = [strand("extensor-indicis", ["dorsal-interossei-hand"], INDICIS, 1.8)]
FLEXORS = [
    strand(
        "flexor-digitorum-superficialis",
        [
            "lumbricals-hand",
            "flexor-digitorum-profundus",
            "adductor-pollicis",
            "flexor-digitorum-profundus/tendon",
        ],
        [(46.6, 790), (48.4, 776), (55.6, 757), (64.6, 740), (72, 729)],
        3.6,
    ),
    strand(
        "flexor-digitorum-profundus",
        ["flexor-digitorum-superficialis", "flexor-digitorum-superficialis/tendon"],
        [(66, 737), (73, 727), (82, 717)],
        2.6,
    ),
]
FLEXORS_DEEP = [
    strand(
        "flexor-digitorum-profundus",
        [],
        [(43, 796), (46, 784), (50, 772), (57, 754), (65.6, 738), (73, 727), (82, 717)],
        3.4,
    ),
]
HAND_TENDONS = [
    beyond("extensor-digitorum", -18, 925, 0.35, -1, 4),
    beyond("extensor-carpi-radialis-longus", -18, 990, 0.3, -1, 4),
    beyond("extensor-carpi-radialis-brevis", -22, 960, 0.3, -1, 4),
    beyond("brachioradialis", 8, 985, 0.3, -1, 5),
    beyond("abductor-pollicis-longus", 4, 890, 0.4, -1, 2),
    beyond("extensor-pollicis-brevis", 12, 872, 0.5, -1, 2),
    beyond("extensor-pollicis-longus", -2, 900, 0.5, -1, 1),
    beyond("extensor-indicis", 0, 890, 0.3, -1, 1),
    beyond("flexor-carpi-radialis", 22, 940, 0.2, -1, 4),
    beyond("flexor-digitorum-superficialis", 22, 890, 0.2, -1, 2),
    beyond("flexor-digitorum-profundus", 18, 880, 0.2, -1, 2),
    beyond("flexor-pollicis-longus", 22, 890, 0.2, -1, 2),
    beyond("palmaris-longus", 22, 960, 0.2, -1, 2),
]
LEG_SIDE = [
    beyond("fibularis-longus", -50, 175, 0, -1, 5),
    beyond("fibularis-brevis", -50, 82, 0, -1, 3),
    beyond("extensor-digitorum-longus", -30, 140, 0.2, -1, 5),
    beyond("extensor-hallucis-longus", -24, 128, 0.3, -1, 3),
    beyond("tibialis-anterior", -14, 158, 0, -1, 5),
    beyond("biceps-femoris-long", -46, 450, 0, -1, 4),
    beyond("plantaris", -66, 412, 0, -1, 4),
    beyond("flexor-hallucis-longus", -66, 104, 0, -1, 4),
    beyond("biceps-femoris-short", -44, 440, 0, -1, 3),
    beyond("vastus-lateralis", 2, 466, 0.1, -1, 0.9),
    beyond("rectus-femoris", 32, 500, 0, -1, 4),
    beyond("semimembranosus", -66, 500, 0, -1, 3),
]
FIBULAR_TENDONS = [
    strand("fibularis-brevis", ["fibularis-longus", "fibularis-longus/tendon"], FIBULAR[0],
           [0.8, 2.6, 3.2, 3.6, 3.6, 3.4, 3.4, 3.4, 3.6, 4.4]),
    strand("fibularis-longus", ["fibularis-brevis", "fibularis-brevis/tendon",
      "abductor-digiti-minimi-foot"], FIBULAR[1],
           3.4),
    ]
# Between the metatarsals, as slips: the model's run together.
INTEROSSEI_SIDE = [
    ("straight", None, ["dorsal-interossei-foot"], box(10, 10, 110, 64)),
    *(
        ("curve", "dorsal-interossei-foot", [None], points)
        for points in (
            [(20, 39), (28, 38.4), (40, 34), (52, 28.8), (62, 22.8), (63, 20.4), (52, 23), (40, 26.6), (28, 30.6),
             (21, 34.6)],
            [(32, 47.6), (40, 45.6), (52, 39.6), (64, 32.8), (76, 26.8), (77, 24.6), (64, 28), (52, 32.6), (42, 37.6),
             (33, 43)],
            [(40, 53), (48, 49.6), (60, 43.4), (74, 35.6), (87, 29.6), (74, 31.4), (60, 37.2), (48, 43.6), (41, 48.6)],
        )
    ),
]
# The space before the last rib is the external ones' as far as the flank's muscles let see; the glutei end in tendons.
LAST_SPACE = ("straight", "intercostal-external", ["internal-intercostal-muscles"], box(-62, 1078, -38, 1106))
HIP_SIDE = [
    LAST_SPACE,
    beyond("gluteus-medius", -18, 850, 0, -1, 1.0),
    beyond("gluteus-minimus", -18, 852, 0, -1, 1.0),
]
INTERSECTIONS = [
    (
        "curve",
        "tendinous-intersections",
        ["rectus-abdominis"],
        [
            (88, v - 1),
            (100, v + 2.4),
            (112, v + 3.4),
            (135, v + 1),
            (135, v - 2.4),
            (112, v - 0.2),
            (100, v - 1.4),
            (88, v - 3),
        ],
    )
    for v in (1168, 1106, 1044)
]
# Behind the inner ankle, from before backwards: tibialis posterior, the flexor of the toes, that of the great toe.
DEEP = ["tibialis-posterior", "flexor-digitorum-longus", "flexor-hallucis-longus"]
DEEP_TENDONS = [*DEEP, *(f"{m}/tendon" for m in DEEP)]
TARSAL_TUNNEL = [
    strand("flexor-hallucis-longus", DEEP_TENDONS, [(63, 118), (64.6, 104), (65.6, 90), (66, 76), (64.6, 64),
      (61, 58)], 2.6),
    strand("flexor-hallucis-longus", DEEP_TENDONS, [(57, 55), (48, 49), (38, 45), (28, 42.4), (17, 41), (8, 39)], 4),
    strand("flexor-digitorum-longus", DEEP_TENDONS,
           [(54, 126), (56.6, 110), (59.6, 93), (60.8, 77), (60.4, 64), (57, 53.6), (50, 45), (41, 38), (33, 35)],
           [9, 9, 8, 6.6, 5.6, 5.4, 5, 4.6, 4]),
    strand("tibialis-posterior", DEEP_TENDONS,
           [(53, 92), (52.6, 84), (47.6, 73.6), (39.4, 66), (30, 60), (19, 55.4), (8, 51), (0, 47), (-8, 42)],
           [2, 3, 3.6, 4.2, 6.6, 10.4, 11.4, 9, 4]),
    strand("tibialis-anterior", ["extensor-hallucis-longus", "extensor-hallucis-longus/tendon", "abductor-hallucis"],
           [(18, 126), (17, 110), (14.6, 100), (11, 90), (5, 79.8), (-2.6, 70.4), (-11, 62), (-19.4, 54), (-27, 46.4)],
           [2.4, 3, 4, 4.6, 6, 8, 10.4, 11.6, 8]),
]
LEG_MEDIAL = [
    beyond("sartorius", 22, 400, 0, -1, 3),
    beyond("gracilis", 36, 470, 0, -1, 4),
    beyond("semitendinosus", 54, 500, 0, -1, 5),
    beyond("semimembranosus", 42, 420, -0.3, -1, 3),
    beyond("adductor-magnus", 20, 560, 0, -1, 6),
    beyond("flexor-digitorum-longus", 50, 130, 0, -1, 3),
    beyond("flexor-hallucis-longus", 60, 105, 0, -1, 3),
    beyond("tibialis-posterior", 44, 150, 0, -1, 3),
    beyond("tibialis-anterior", 5, 170, -0.2, -1, 4),
    beyond("abductor-hallucis", -42, 28, -1, -0.1, 4),
    beyond("plantaris", 66, 400, 0, -1, 4),
    *whole_tendon("extensor-hallucis-longus", "extensor-digitorum-longus"),
    *TARSAL_TUNNEL,
]
ALL_TENDON_SOLE = whole_tendon(
    "fibularis-longus",
    "fibularis-brevis",
    "tibialis-posterior",
    "flexor-digitorum-longus",
    "flexor-hallucis-longus",
    "tibialis-anterior",
)

PARTS = {
    ("right_lateral", 1): [
        *FACE,
        ("curve", "platysma", [None, "mentalis", *NECK_FRONT[1:]], PLATYSMA),
        ("straight", "sternocleidomastoid", ["platysma", None],
         [(17, 1510), (22.4, 1498), (26.6, 1486), (30.4, 1473), (33.6, 1460), (26, 1462), (14, 1500)]),
        STERNAL_TENDON,
        *INTERSECTIONS,
        ("curve", "external-oblique/aponeurosis", ["external-oblique"], APONEUROSIS),
        ("curve", "latissimus-dorsi/aponeurosis", ["latissimus-dorsi"],
         [(-100, 1100), (-88, 1098), (-80, 1062), (-74, 1030), (-69, 1000), (-64, 985), (-58, 965), (-110, 950)]),
        *LEG_SIDE,
        strand("fibularis-tertius", ["extensor-digitorum-longus", "fibularis-brevis", "extensor-digitorum-brevis",
                                     "extensor-digitorum-longus/tendon"],
               [(-25, 122), (-21, 104), (-18, 88), (-14, 72), (-8, 54), (-2, 40), (2, 33)], 2.6),
        strand("extensor-hallucis-longus", ["extensor-digitorum-brevis", "extensor-digitorum-longus/tendon"],
               [(-14, 114), (-8, 101), (3, 87), (27, 69), (56, 53), (84, 39), (108, 28.6), (126, 23)], 2.6),
        *(strand("extensor-digitorum-longus", ["extensor-digitorum-brevis", "dorsal-interossei-foot"], p, 1.8)
          for p in TOES_SIDE),
        *FIBULAR_TENDONS,
    ],
    ("right_lateral", 2): [
        ("straight", "temporalis/tendon", ["temporalis"], box(10, 1530, 60, 1577)),
        *UNDER_JAW, *HIP_SIDE, *INTERSECTIONS, *LEG_SIDE, *FIBULAR_TENDONS, *INTEROSSEI_SIDE,
    ],
    ("right_lateral", 3): [
        *UNDER_JAW[:-1],
        *HIP_SIDE,
        *INTEROSSEI_SIDE,
        FIBULAR_TENDONS[0],
        strand("plantaris", ["achilles-tendon", "flexor-hallucis-longus"],
               [(-68, 175), (-68.6, 155), (-68.6, 135), (-69.4, 115), (-71, 95), (-73, 76), (-75.6, 58), (-78, 46)],
               [2.4, 3.4, 3.4, 3.4, 3.6, 3.8, 3.8, 2.6]),
        ("curve", "transversus-abdominis/aponeurosis", ["transversus-abdominis"], TRANSVERSUS_APONEUROSIS),
        *LEG_SIDE,
    ],
    ("right_arm_lateral", 1): [
        ("curve", "triceps-lateral/tendon", ["triceps-lateral", "triceps-medial"],
         [(-72, 1200), (-66, 1170), (-60, 1146), (-57, 1124), (-56, 1100), (-70, 1090), (-80, 1130), (-84, 1180)]),
        ("curve", "palmaris-longus/tendon", ["palmaris-longus"], PALM),
        *HAND_TENDONS,
        *EXTENSORS,
        *SNUFFBOX,
        *FLEXORS,
        beyond("abductor-pollicis-brevis", 50.6, 827, 0.4, -1, 2),
    ],
    ("right_arm_lateral", 2): [
        *(("curve", f"{m}/tendon", [m], p) for m, p in CUFF.items()),
        *HAND_TENDONS, *EXTENSORS_DEEP, *SNUFFBOX,
        ("curve", "flexor-digitorum-superficialis/tendon", ["flexor-digitorum-superficialis"], PALM), *FLEXORS],
    ("right_arm_lateral", 3): [*FLEXORS_DEEP, *HAND_TENDONS],
    ("right_leg_medial", 1): LEG_MEDIAL,
    ("right_leg_medial", 2): [
        *LEG_MEDIAL,
        # before the Achilles tendon to the heel
        strand("plantaris", ["achilles-tendon", "soleus", "flexor-hallucis-longus"],
               [(63.8, 222), (64, 206), (65.6, 182), (68.4, 160), (70.8, 140), (73.8, 120), (77, 100), (80, 80),
                (82, 62), (82.4, 44)], [2.6, 3.2, 3.6, 4, 3.8, 3.6, 3.4, 3.4, 3.6, 3]),
    ],
    ("right_leg_medial", 3): LEG_MEDIAL[: -len(TARSAL_TUNNEL)],
    ("plantar", 1): [
        *ALL_TENDON_SOLE,
        beyond("flexor-digitorum-brevis", -108, 52, -0.3, 1, 2.2),
        ("straight", "flexor-digitorum-brevis", ["flexor-digitorum-brevis/tendon"], box(-104, 10, -90, 33)),
        beyond("abductor-hallucis", -59, 60, 0, 1, 4),
        beyond("abductor-digiti-minimi-foot", -126, 32, -0.3, 1, 4),
    ],
    ("plantar", 2): [
        *ALL_TENDON_SOLE,
        # along the calcaneus to the groove of the cuboid, in one piece
        strand("fibularis-longus", [], [(-99.4, -60), (-101, -48), (-102.8, -37), (-105, -26), (-107, -14)],
               [3.4, 5.2, 5, 5, 5.6]),
    ],
    ("plantar", 3): [
        *ALL_TENDON_SOLE,
    ],
    ("dorsal_foot", 1): [
        *whole_tendon("tibialis-posterior"),
        strand("tibialis-anterior", [], ANTERIOR, [4, 5, 5.8, 6.2, 6.2, 5.4, 3.4]),
        strand("extensor-hallucis-brevis", ["dorsal-interossei-foot"],
               [(75, 60), (74.4, 68), (74.4, 76)], 1.2),
        beyond("extensor-hallucis-brevis", 84.6, 27, -0.2, 1, 2.5),
        *(strand("extensor-digitorum-brevis", ["dorsal-interossei-foot", "extensor-hallucis-brevis"], p, 1.5)
          for p in DORSAL_SHORT),
        strand("extensor-hallucis-longus", ["extensor-hallucis-brevis", "extensor-hallucis-brevis/tendon",
                                            "tibialis-anterior/tendon"], HALLUCIS, 3.9),
        strand("fibularis-tertius", ["fibularis-brevis/tendon", "extensor-digitorum-brevis"],
               [(97, -34), (102, -20), (109, -4), (114, 8), (117.6, 18)], 3.0),
        *(strand("extensor-digitorum-longus",
                 ["dorsal-interossei-foot", "extensor-digitorum-brevis", "extensor-digitorum-brevis/tendon",
                  "extensor-hallucis-brevis/tendon", "extensor-hallucis-brevis", "fibularis-tertius/tendon"], p, 2.1)
          for p in DORSAL_TOES),
    ],
    ("dorsal_foot", 2): [
        *whole_tendon("fibularis-brevis", "tibialis-posterior", "tibialis-anterior"),
        *(strand("dorsal-interossei-foot", [], p, [1.2, 1.8, 2.2, 1.6]) for p in INTEROSSEI_MIDDLE),
    ],
}

LINES = {
    ("right_lateral", 1): [
        ("Border between the heads of sternocleidomastoid", [(44.6, 1413), (38, 1424), (30.6, 1440), (23, 1458)]),
        ("Border between the parts of masseter", [(32.6, 1571.6), (29.4, 1561), (25, 1550), (20, 1539)]),
    ],
    ("plantar", 1): [
        ("Plantar aponeurosis", points)
        for points in (
            [(-74, -62), (-77, -20), (-76.6, 20), (-72.4, 70)],
            [(-76, -64), (-79, -20), (-82.6, 20), (-91, 70)],
            [(-78, -65), (-81.4, -20), (-89, 22), (-105, 68)],
            [(-80, -65), (-83.6, -22), (-94, 16), (-116, 60)],
            [(-82, -64), (-86, -24), (-98, 6), (-127, 50)],
        )
    ],
}

# Directions drawn by hand where the measured ones are noise or the muscle is not measured.
FIBRES = {
    ("right_lateral", 0, "frontalis"): [(u, v, -0.12, 1) for u in (50, 60, 70, 80) for v in range(1612, 1676, 12)],
    ("right_lateral", 0, "orbicularis-oculi"): around(75, 1590, (54, 1566, 90, 1618), 5),
    ("right_lateral", 0, "orbicularis-oris"): around(96, 1534, (66, 1508, 98, 1556), 5),
    ("right_lateral", 1, "depressor-anguli-oris"): [
        (u, v, 73 - u, 1536 - v) for u in range(50, 82, 4) for v in range(1500, 1532, 4)
    ],
    # the deep part runs upright, the superficial one backwards to the angle of the jaw
    ("right_lateral", 1, "masseter"): [
        *((u, v, -0.05, -1) for u, v in ((22, 1556), (26, 1564), (20, 1548), (24, 1566))),
        *((u, v, -0.42, -1) for u in (32, 38, 44, 50) for v in range(1518, 1568, 8)),
    ],
    ("right_lateral", 1, "risorius"): [
        (u, v, 74 - u, 1535 - v) for u in range(46, 72, 4) for v in range(1518, 1545, 4)
    ],
    ("right_lateral", 1, "zygomaticus-major"): [(56, 1570, 0.3, -1), (60, 1556, 0.45, -1), (68, 1543, 0.8, -1)],
    ("right_lateral", 1, "zygomaticus-minor"): [(68, 1570, 0.5, -1), (76, 1558, 0.7, -1)],
    ("right_lateral", 1, "levator-labii-superioris"): [(78, 1568, 0.35, -1), (86, 1554, 0.5, -1)],
    ("right_lateral", 1, "depressor-labii-inferioris"): [(82, 1508, 0.45, 1), (88, 1516, 0.5, 1)],
    ("right_lateral", 1, "mentalis"): [(88, 1506, 0.4, 1)],
    ("right_lateral", 0, "transversus-abdominis"): [
        (u, v, 1, -0.12) for u in (30, 60, 90) for v in (920, 980, 1040, 1080)
    ],
    ("right_lateral", 0, "rectus-abdominis"): [(105, v, 0.03, 1) for v in range(860, 1260, 30)],
    ("right_lateral", 0, "tensor-fasciae-latae"): [(40, 945, -0.18, -1), (28, 900, -0.16, -1), (14, 820, -0.1, -1),
                                                   (7, 750, 0, -1)],
    ("right_lateral", 0, "platysma"): [(30, 1430, 0.1, 1), (26, 1470, 0.1, 1), (40, 1500, 0.6, 1),
    (56, 1508, 0.8, 1)],
    ("right_lateral", 0, "gluteus-medius"): [
        (u, v, u + 16, v - 836) for u in range(-56, 30, 14) for v in range(850, 1000, 14)
    ],
    ("right_lateral", 0, "gluteus-minimus"): [
        (u, v, u + 16, v - 836) for u in range(-40, 24, 10) for v in range(846, 966, 12)
    ],
    ("right_lateral", 0, "gluteus-maximus"): [
        (-80, 950, 0.45, -1), (-60, 930, 0.42, -1), (-95, 900, 0.5, -1), (-70, 870, 0.48, -1), (-95, 840, 0.62, -1),
        (-60, 820, 0.5, -1), (-80, 800, 0.62, -1), (-50, 770, 0.5, -1),
    ],
    ("right_leg_medial", 0, "iliacus"): [
        (u, v, u + 40, v - 850) for u in range(-40, 66, 12) for v in range(866, 1000, 12)
    ],
    ("right_leg_medial", 0, "obturator-internus"): [
        (u, v, 60 - u, 852 - v) for u in range(-20, 56, 8) for v in range(822, 878, 8)
    ],
    ("right_leg_medial", 0, "coccygeus"): [
        (u, v, u - 44, v - 866) for u in range(52, 82, 5) for v in range(854, 888, 5)
    ],
    ("right_leg_medial", 0, "levator-ani"): [(-20, 848, 1, -0.1), (20, 845, 1, -0.15), (60, 845, 1, -0.5)],
}

for _line in INTEROSSEI_MIDDLE:
    (_a, _b), (_c, _d) = _line[0], _line[-1]
    for _layer in (1, 2):
        FIBRES.setdefault(("dorsal_foot", _layer, "dorsal-interossei-foot"), []).extend(
            (_a + (_c - _a) * t / 30 + side, _b + t, (_c - _a) * 0.03 - 0.45 * side / abs(side), 1)
            for t in (-24, -16, -8, 0, 8, 16) for side in (-2, -4, -7, 2, 4, 7))

TISSUE = {}

# Context lines that lie on muscle.
OVER_MUSCLE = {"Ear", "Closed eye", "Plantar aponeurosis", "Iliotibial band", "Extensor retinaculum",
                "Slips of tibialis posterior"}


# fmt: on


def tissue(label):
    """As corrections.tissue, for what only these plates have."""
    return TISSUE.get(label)


def names(plate):
    """Muscles outside the catalogue that a plate shows: id to plain English."""
    return C.CONTEXT | CONTEXT if plate in SIDE else C.CONTEXT


def moved(plate, edit):
    """An edit in (u, v) as one in (x, v)."""
    frame = FRAMES[plate]
    kind, name, where, points = edit
    if kind == "tendon":
        u, v, du, dv, k = points
        points = (frame.x(u), v, frame.sign * du, dv, k)
    elif points is not None:
        points = [(frame.x(u), v) for u, v in points]
    return kind, name, where, points


def join():
    """Add these tables to those of the front and back."""
    for mine, all_of_them in ((DROP, C.DROP), (KEEP, C.KEEP), (BARE, C.BARE)):
        all_of_them.update(mine)
    for mine, all_of_them in ((EDITS, C.EDITS), (PARTS, C.PARTS)):
        for (plate, layer), edits in mine.items():
            all_of_them[plate, layer] = [moved(plate, e) for e in edits]
    C.OVER_MUSCLE = C.OVER_MUSCLE | OVER_MUSCLE
    C.SHEETS = C.SHEETS | {"platysma"}
    for (plate, layer), lines in LINES.items():
        C.LINES[plate, layer] = [(label, [(FRAMES[plate].x(u), v) for u, v in p]) for label, p in lines]
    for (plate, layer, name), rows in FIBRES.items():
        frame = FRAMES[plate]
        C.FIBRES[plate, layer, name] = [(frame.x(u), v, frame.sign * du, dv) for u, v, du, dv in rows]


join()

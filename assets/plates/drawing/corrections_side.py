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
    (0, 795), (-1, 764), (2, 740), (7, 728), (13, 738), (18, 765), (23, 800), (28, 835), (34, 868), (41, 900),
    (48, 926),
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
    (22, 1511), (38, 1508), (52, 1512), (60, 1518), (64, 1508), (76, 1499), (70, 1494), (52, 1493), (41, 1489),
    (36, 1480), (35, 1464), (31.6, 1448), (31.6, 1432), (35, 1420), (43, 1409), (30, 1412), (16, 1436),
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
# The model's tendons of the long extensor are counted to the short one and lie above it.
TOES_SIDE = [
    [(-14, 108), (-8, 94), (6, 82), (30, 66), (58, 50), (88, 34), (110, 24), (124, 19)],
    [(-15.6, 104), (-9, 90), (6, 77), (28, 61), (54, 46), (82, 31), (102, 22.4), (116, 18.6)],
    [(-17, 101), (-10, 86.6), (4, 72.6), (24, 57), (48, 42.6), (72, 29), (90, 21.6), (104, 18)],
    [(-18, 98), (-11, 83.4), (1, 68.6), (18, 54), (40, 40), (60, 27.6), (76, 20.6), (90, 17)],
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
]

# ---- right_leg_medial ---------------------------------------------------------------------------------------------

TENDO_MEDIAL = [(-u, v) for u, v in TENDO_LATERAL]
# Fills the hollow of the ilium and runs out over the brim before the hip.
ILIACUS = [
    (-2, 997), (14, 1002), (30, 1003), (46, 995), (58, 982), (66, 968), (62, 954), (52, 944), (44, 930),
    (36, 916), (24, 908), (6, 900), (-8, 890), (-18, 876), (-26, 858), (-38, 861), (-46, 876), (-47, 900),
    (-45, 925), (-46, 944), (-38, 962), (-22, 982),
]
OBTURATOR = [
    (-22, 848), (-14, 856), (2, 862), (20, 870), (36, 878), (48, 872), (55, 858), (58, 846), (50, 838),
    (38, 832), (26, 822), (8, 820), (-8, 828),
]
LEVATOR = [
    (-40, 850), (-30, 853), (-10, 853), (12, 857), (32, 864), (50, 869), (58, 862), (68, 850), (76, 838),
    (70, 829), (56, 828), (40, 827), (20, 829), (0, 835), (-20, 842),
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
    [(89, -34), (90, -14), (93, 8), (96, 36), (98.6, 66), (100.6, 92), (103, 112), (104.4, 128)],
    [(91, -34), (93, -14), (98, 8), (105, 36), (111, 66), (114.6, 90), (118, 108), (119.8, 121)],
    [(93, -34), (96, -14), (103, 8), (113.6, 36), (121.6, 62), (126.6, 84), (130.6, 98), (133, 108)],
    [(95, -34), (99, -14), (107.6, 8), (119.6, 34), (129.6, 56), (136.4, 74), (140.6, 84), (143, 91)],
]
DORSAL_SHORT = [
    [(96, 6), (99.4, 24), (101.6, 40), (101.4, 54)],
    [(102, 6), (108.4, 28), (112.4, 42), (113.2, 54)],
    [(106, 4), (114.6, 26), (120, 40), (122, 50)],
]
BREVIS = [
    (100, -36), (94, -30), (90, -20), (89, -6), (90, 8), (93, 18), (97, 22), (102, 20), (106, 22), (110, 20),
    (113, 8), (113, -6), (111, -20), (107, -32),
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
        [(60, -75), (66, -70), (76, -69), (83, -73), (84, -81), (80, -90), (70, -90), (60, -85)],
    ),
]

# The model's many thin tendons of the fingers run together: a few, drawn by hand, on the index finger.
FINGERS = [
    ("straight", None, ["flexor-digitorum-superficialis", "flexor-digitorum-profundus"], box(20, 690, 110, 846)),
    ("straight", None, ["extensor-digitorum", "extensor-indicis"], box(-40, 690, 110, 860)),
    ("full", "adductor-pollicis", [None], box(20, 780, 60, 845)),
]

EDITS = {
    ("right_lateral", 1): [
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
        ("curve", "rectus-abdominis", ["internal-oblique", "rectus-abdominis"], RECTUS),
        *PERONEI,
        ILIOPSOAS,
        ("straight", None, ["achilles-tendon"], EVERYWHERE),
        ("curve", "achilles-tendon", [None, "soleus", "plantaris"], TENDO_LATERAL),
    ],
    ("right_lateral", 3): [
        # crumbs seen between the slips before it
        ("straight", None, ["multifidus-cervical"], box(-38, 1455, -31, 1465)),
        ("straight", None, ["multifidus-cervical"], box(-35, 1468, -28, 1480)),
        ("straight", None, ["multifidus-cervical"], box(-34, 1482, -27, 1492)),
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
        ("curve", "achilles-tendon", [None, "plantaris", "flexor-hallucis-longus"], TENDO_LATERAL),
    ],
    ("right_arm_lateral", 1): [
        *FINGERS,
        ("full", "infraspinatus", [None], None),
        ("full", "teres-minor", [None, "infraspinatus"], None),
        ("full", "teres-major", [None], None),
    ],
    ("right_arm_lateral", 2): [
        *FINGERS,
        (
            "full",
            "infraspinatus",
            [None],
            [(-130, 1240), (-130, 1430), (-56, 1430), (-46, 1390), (-44, 1340), (-60, 1240)],
        ),
        (
            "full",
            "teres-minor",
            [None, "infraspinatus"],
            [(-130, 1240), (-130, 1430), (-56, 1430), (-44, 1390), (-42, 1340), (-60, 1240)],
        ),
        ("full", "teres-major", [None], [(-130, 1240), (-130, 1350), (-39, 1350), (-39, 1240)]),
        ("full", "supraspinatus", [None, "infraspinatus"], None),
    ],
    ("right_arm_lateral", 3): [
        ("straight", None, ["flexor-digitorum-profundus"], box(44, 690, 110, 800)),
    ],
    ("right_leg_medial", 1): [
        ("straight", "tibialis-posterior", ["fibularis-tertius"], EVERYWHERE),
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
        ("straight", None, ["rectus-femoris"], box(-40, 350, 30, 441)),
        ("curve", "iliacus", [None, "iliacus"], ILIACUS),
        ("straight", None, ["obturator-internus"], EVERYWHERE),
        ("curve", "obturator-internus", [None, "gemellus-inferior", "gemellus-superior"], OBTURATOR),
        ("straight", None, ["achilles-tendon"], EVERYWHERE),
        ("curve", "achilles-tendon", [None, "soleus", "plantaris", "flexor-hallucis-longus"], TENDO_MEDIAL),
    ],
    ("right_leg_medial", 3): [
        ("straight", "tibialis-posterior", ["fibularis-tertius"], EVERYWHERE),
        ("straight", None, ["iliacus"], EVERYWHERE),
        ("straight", None, ["achilles-tendon"], EVERYWHERE),
        ("curve", "achilles-tendon", [None, "plantaris", "flexor-hallucis-longus"], TENDO_MEDIAL),
    ],
    ("plantar", 1): [
        ("straight", "tibialis-posterior", ["fibularis-tertius"], EVERYWHERE),
        ("straight", None, ["flexor-digitorum-longus"], box(-75, -80, -40, -30)),
        ("straight", None, ["quadratus-plantae"], EVERYWHERE),
    ],
    ("plantar", 2): [
        ("straight", "tibialis-posterior", ["fibularis-tertius"], EVERYWHERE),
        ("straight", "fibularis-longus", ["quadratus-plantae"], box(-125, -45, -101, -6)),
        # the model has the first lumbrical only
        *(("curve", "lumbricals-foot",
           [None, "adductor-hallucis-oblique", "adductor-hallucis-transverse"], C.ribbon(p, 4.4))
          for p in LUMBRICALS),
        ("straight", "adductor-hallucis-transverse", ["lumbricals-foot"], box(-113, 55, -107, 66)),
        ("straight", "adductor-hallucis-transverse", ["lumbricals-foot"], box(-92.5, 59, -89, 70)),
        ("straight", "adductor-hallucis-transverse", ["lumbricals-foot", None], box(-112, 55, -101, 65)),
    ],
    ("plantar", 3): [("straight", "tibialis-posterior", ["fibularis-tertius"], EVERYWHERE)],
    ("dorsal_foot", 1): [
        ("straight", None, ["extensor-digitorum-brevis"], EVERYWHERE),
        ("full", "dorsal-interossei-foot", [None], None),
        (
            "curve",
            "extensor-digitorum-brevis",
            [None, "dorsal-interossei-foot", "extensor-hallucis-brevis"],
            BREVIS,
        ),
        *ANKLE,
    ],
    ("dorsal_foot", 2): ANKLE,
}

INDEX = [(1, 862), (4, 853), (9, 835), (14, 817), (18, 799), (24.2, 781), (30.6, 763), (40.6, 745), (52, 732),
    (66, 717)]
INDICIS = [(3, 855), (8.6, 844), (11, 835), (14, 826), (18, 808), (22.6, 790), (28.4, 772), (36.6, 754), (48.6, 736.4),
           (56, 727), (67.6, 717.6)]
EXTENSORS = [
    strand(
        "extensor-digitorum",
        ["extensor-indicis", "extensor-indicis/tendon", "dorsal-interossei-hand"],
        INDEX,
        3.2,
    ),
    strand(
        "extensor-indicis",
        ["extensor-digitorum/tendon", "extensor-digitorum", "dorsal-interossei-hand"],
        [(4, 862), (10.4, 840), (17, 812), (25.4, 788), (33.6, 768), (42.4, 750)],
        2.4,
    ),
]
EXTENSORS_DEEP = [strand("extensor-indicis", ["dorsal-interossei-hand"], INDICIS, 2.0)]
FLEXORS = [
    strand(
        "flexor-digitorum-superficialis",
        [
            "lumbricals-hand",
            "flexor-digitorum-profundus",
            "adductor-pollicis",
            "flexor-digitorum-profundus/tendon",
        ],
        [(42, 812), (45.6, 794), (49, 776), (56, 756), (65, 739), (72, 729)],
        3.4,
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
    beyond("plantaris", -64, 440, 0, -1, 3),
    beyond("vastus-lateralis", 10, 452, -0.1, -1, 1.2),
    beyond("rectus-femoris", 32, 500, 0, -1, 4),
    beyond("semimembranosus", -66, 500, 0, -1, 3),
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
        *INTERSECTIONS,
        ("curve", "external-oblique/aponeurosis", ["external-oblique"], APONEUROSIS),
        ("curve", "latissimus-dorsi/aponeurosis", ["latissimus-dorsi"],
         [(-100, 1100), (-88, 1098), (-80, 1062), (-74, 1030), (-69, 1000), (-64, 985), (-58, 965), (-110, 950)]),
        *LEG_SIDE,
        strand("fibularis-tertius", ["extensor-digitorum-longus", "fibularis-brevis", "extensor-digitorum-brevis",
                                     "extensor-digitorum-longus/tendon"],
               [(-25, 122), (-21, 104), (-18, 88), (-14, 72), (-8, 54), (-2, 40), (2, 33)], 2.6),
        strand("extensor-hallucis-longus", ["extensor-digitorum-brevis", "extensor-digitorum-longus/tendon"],
               [(-14, 114), (-8, 101), (4, 89), (28, 73), (56, 57.4), (84, 43), (108, 31), (124, 25)], 2.6),
        *(strand("extensor-digitorum-longus", ["extensor-digitorum-brevis", "dorsal-interossei-foot"], p, 2.4)
          for p in TOES_SIDE),
    ],
    ("right_lateral", 2): [*INTERSECTIONS, *LEG_SIDE],
    ("right_lateral", 3): [
        ("curve", "transversus-abdominis/aponeurosis", ["transversus-abdominis"], TRANSVERSUS_APONEUROSIS),
        *LEG_SIDE,
    ],
    ("right_arm_lateral", 1): [
        ("curve", "triceps-lateral/tendon", ["triceps-lateral", "triceps-medial"],
         [(-72, 1200), (-66, 1170), (-60, 1146), (-57, 1124), (-56, 1100), (-70, 1090), (-80, 1130), (-84, 1180)]),
        *EXTENSORS,
        *FLEXORS,
        *HAND_TENDONS,
    ],
    ("right_arm_lateral", 2): [*EXTENSORS_DEEP, *FLEXORS, *HAND_TENDONS],
    ("right_arm_lateral", 3): [*FLEXORS_DEEP, *HAND_TENDONS],
    ("right_leg_medial", 1): LEG_MEDIAL,
    ("right_leg_medial", 2): LEG_MEDIAL,
    ("right_leg_medial", 3): LEG_MEDIAL,
    ("plantar", 1): [
        *ALL_TENDON_SOLE,
        beyond("flexor-digitorum-brevis", -108, 52, -0.3, 1, 1.0),
        beyond("abductor-hallucis", -59, 60, 0, 1, 4),
        beyond("abductor-digiti-minimi-foot", -126, 32, -0.3, 1, 4),
        ("curve", "flexor-digitorum-brevis/aponeurosis", ["flexor-digitorum-brevis"],
         [(-96, -80), (-93, -56), (-91, -42), (-88, -30), (-84, -24), (-80, -28), (-76, -42), (-72, -58),
         (-66, -80)]),
    ],
    ("plantar", 2): ALL_TENDON_SOLE,
    ("plantar", 3): ALL_TENDON_SOLE,
    ("dorsal_foot", 1): [
        *whole_tendon("fibularis-brevis", "tibialis-anterior", "tibialis-posterior", "extensor-hallucis-longus"),
        beyond("extensor-hallucis-brevis", 88, 22, -0.15, 1, 3),
        *(strand("extensor-digitorum-brevis", ["dorsal-interossei-foot"], p, 1.7) for p in DORSAL_SHORT),
        strand("extensor-hallucis-longus", ["extensor-hallucis-brevis"], [(76.4, 88), (78, 98), (80.6, 109),
        (82.6, 121)], 3.4),
        strand("fibularis-tertius", ["fibularis-brevis/tendon", "extensor-digitorum-brevis"],
               [(97, -34), (102, -20), (109, -4), (114, 8), (117.6, 18)], 3.0),
        *(strand("extensor-digitorum-longus",
                 ["dorsal-interossei-foot", "extensor-digitorum-brevis", "extensor-digitorum-brevis/tendon",
                  "extensor-hallucis-brevis/tendon", "extensor-hallucis-brevis", "fibularis-tertius/tendon"], p, 2.1)
          for p in DORSAL_TOES),
    ],
    ("dorsal_foot", 2): whole_tendon("fibularis-brevis", "tibialis-anterior", "tibialis-posterior"),
}

LINES = {
    ("plantar", 1): [
        ("Plantar aponeurosis", points)
        for points in (
            [(-78, -26), (-76, 0), (-76, 30), (-74, 58)],
            [(-80, -26), (-84, 2), (-90, 32), (-94, 58)],
            [(-82, -25), (-89, 2), (-99, 32), (-106, 56)],
            [(-84, -25), (-94, 2), (-107, 30), (-117, 52)],
            [(-86, -26), (-99, 2), (-115, 28), (-128, 46)],
        )
    ],
}

# Directions drawn by hand where the measured ones are noise or the muscle is not measured.
FIBRES = {
    ("right_lateral", 0, "frontalis"): [(u, v, -0.12, 1) for u in (50, 60, 70, 80) for v in range(1612, 1676, 12)],
    ("right_lateral", 0, "orbicularis-oculi"): around(75, 1590, (54, 1566, 90, 1618), 5),
    ("right_lateral", 0, "orbicularis-oris"): around(96, 1534, (66, 1508, 98, 1556), 5),
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
    ("right_leg_medial", 0, "levator-ani"): [(-20, 848, 1, -0.1), (20, 845, 1, -0.15), (60, 845, 1, -0.5)],
}

TISSUE = {}

# Context lines that lie on muscle.
OVER_MUSCLE = {"Ear", "Closed eye", "Plantar aponeurosis"}


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

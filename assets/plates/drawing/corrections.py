"""Where the drawing departs from the measurements, and why.

Points are (x, v): millimetres from the mirror line and above the soles. Tables are keyed by (plate, layer).
"""

import itertools
import math

# Muscles that are not in the catalogue but help the reader: drawn, named, not needled.
CONTEXT = {
    "depressor-anguli-oris": "Depressor anguli oris",
    "depressor-labii-inferioris": "Depressor labii inferioris",
    "levator-anguli-oris": "Levator anguli oris",
    "levator-labii-superioris": "Levator labii superioris",
    "mentalis": "Mentalis",
    "nasalis": "Nasalis",
    "risorius": "Risorius",
    "zygomaticus-minor": "Zygomaticus minor",
    "internal-intercostal-muscles": "Internal intercostals",
    "achilles-tendon": "Achilles tendon",
}

# The model's "long head" rises to the coracoid, where the short head comes from, and its "short head" runs over the
# head of the humerus: the names are exchanged.
EXCHANGED = [("biceps-brachii-long", "biceps-brachii-short")]

# Seen in the model only through chinks that a body does not have.
DROP = {
    ("anterior", 1): {
        "coccygeus", "levator-ani", "gluteus-maximus", "popliteus", "internal-oblique", "transversus-abdominis",
        "pyramidalis", "semimembranosus", "tibialis-posterior", "adductor-hallucis-oblique",
    },
    ("anterior", 2): {"coccygeus", "levator-ani", "popliteus", "transversus-abdominis", "piriformis", "pyramidalis",
                      "achilles-tendon"},
    ("anterior", 3): {"levator-ani", "achilles-tendon", "extensor-digitorum-longus", "intertransversarii",
                      "longissimus-thoracis"},
    ("posterior", 1): {
        "coccygeus", "levator-ani", "flexor-digitorum-superficialis", "pectoralis-major-abdominal", "plantaris",
        "pectoralis-major-sternocostal", "gluteus-minimus", "brachialis",
    },
    ("posterior", 2): {"biceps-brachii-long", "pectoralis-major-sternocostal", "pectoralis-major-abdominal",
                       "omohyoid"},
    ("posterior", 3): {"tibialis-anterior", "transversus-thoracis", "pectoralis-major-sternocostal",
                       "pectoralis-major-abdominal", "pectoralis-major-clavicular"},
}  # fmt: skip

# Small but wanted.
KEEP = {("anterior", 1): {"procerus"}}

# Dropped muscles that leave bare ground instead of being given to a neighbour.
BARE = {
    ("anterior", 1): {"coccygeus", "levator-ani", "popliteus", "tibialis-posterior", "gluteus-maximus"},
    ("posterior", 1): {"coccygeus", "levator-ani", "plantaris"},
}

# Muscles of many separate pieces: small pieces are not crumbs.
MANY = {
    "dorsal-interossei-hand", "dorsal-interossei-foot", "lumbricals-hand", "intercostal-external",
    "internal-intercostal-muscles", "levatores-costarum", "interspinales", "palmar-interossei",
    "flexor-digitorum-superficialis", "flexor-digitorum-profundus", "multifidus-thoracic", "tendinous-intersections",
    "rotatores-thoracic", "rotatores-lumbar", "rotatores-cervical",
}  # fmt: skip

# Least half-width (mm) a piece of a muscle may have, where other than usual.
SLIVER = {"sternohyoid": 0.6, "omohyoid": 0.6, "gracilis": 0.9}

# The same in the hand, foot, face and neck: ragged tips of the short slips beside the cervical spine.
SLIVER_FINE = {
    "semispinalis-cervicis": 1.2,
    "scalenus-medius": 1.2,
    "longissimus-cervicis": 1.2,
    "levatores-costarum": 1.2,
}

EVERYWHERE = [(-5, -20), (350, -20), (350, 1730), (-5, 1730)]


def box(x0, v0, x1, v1):
    return [(x0, v0), (x1, v0), (x1, v1), (x0, v1)]


LINEA_ALBA = [(0, 858), (0, 1237), (8, 1237), (9.5, 1190), (9.5, 1120), (9, 1050), (7.5, 1005), (4.5, 960), (3, 920),
              (2.6, 858)]  # fmt: skip
# above, three slips to the cartilages of the fifth, sixth and seventh ribs
RECTUS = [(7, 1234), (14, 1243), (24, 1247), (33, 1246), (36, 1249), (42, 1258), (51, 1261), (57, 1258),
          (60, 1260), (66, 1268), (74, 1270), (81, 1264), (83.5, 1240), (83.5, 1200), (82, 1150), (79, 1100),
          (75, 1050), (72, 1005),
          (68, 965), (60, 930), (46, 895), (30, 866), (20, 853), (9, 849), (4, 852), (5, 1000), (7, 1150)]  # fmt: skip
TFL = [(120, 941), (125, 946), (131, 940), (139, 910), (146, 878), (152, 842), (156, 802), (157.5, 768), (156, 738),
       (152, 716), (148.5, 733), (145, 765), (138, 802), (130, 836), (122, 868), (114, 890), (115, 915)]  # fmt: skip
FASCIA = [(-3, 1136), (3, 1128), (14, 1101), (30, 1067), (47, 1034), (60, 1005), (66, 984), (61, 968), (52, 951),
          (43, 934), (34, 912), (25, 889), (16, 866), (7, 850), (-3, 842)]  # fmt: skip


def slip(x0, v0, x1, v1, width):
    """A small spindle of a muscle from one point to another, `width` mm wide."""
    dx, dv = x1 - x0, v1 - v0
    n = (dx * dx + dv * dv) ** 0.5
    a, b = -dv / n * width / 2, dx / n * width / 2
    return [
        (x0, v0), (x0 + 0.3 * dx + a, v0 + 0.3 * dv + b), (x0 + 0.7 * dx + a, v0 + 0.7 * dv + b), (x1, v1),
        (x0 + 0.7 * dx - a, v0 + 0.7 * dv - b), (x0 + 0.3 * dx - a, v0 + 0.3 * dv - b),
    ]  # fmt: skip


def ribbon(points, width):
    """A band of even width along points."""
    left, right = [], []
    for i, (x, v) in enumerate(points):
        (a, b), (c, d) = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        n = math.hypot(c - a, d - b)
        p, q = -(d - b) / n * width / 2, (c - a) / n * width / 2
        left.append((x + p, v + q))
        right.append((x - p, v - q))
    return left + right[::-1]


# On the back of the hand the model's extensor tendons run together: four tendons from under the retinaculum.
KNUCKLES = [
    ("straight", None, ["extensor-digitorum"], box(215, 690, 345, 862)),
    *(
        (
            "curve",
            "extensor-digitorum",
            [
                None,
                "dorsal-interossei-hand",
                "lumbricals-hand",
                "extensor-digiti-minimi",
                "extensor-carpi-radialis-brevis",
            ],
            ribbon(points, 3.8),
        )
        for points in (
            [(263, 872), (270, 850), (284, 808), (295.6, 771), (304, 748), (311, 730), (315, 719)],
            [(260.5, 872), (265, 850), (270.6, 808), (274.8, 771), (279, 746), (283, 724), (285.6, 710)],
            [(258, 872), (258, 848), (256.6, 808), (255.6, 774), (256.2, 748), (257, 726), (258, 716)],
            [(255.5, 872), (251.5, 848), (244, 812), (237.2, 782), (233, 760), (230.4, 744), (229.6, 732)],
        )
    ),
]

# The rotatores are missing in the model: the deepest slips, from a transverse process up to the lamina above. A few
# are shown as through windows in what covers them (heights after the vertebral levels).
ROTATORES = [
    *(("curve", "rotatores-cervical", ["multifidus-cervical", "semispinalis-cervicis", None],
       slip(21, v - 6, 6, v + 6, 8)) for v in (1462, 1480)),
    *(("curve", "rotatores-thoracic", ["semispinalis-thoracis", "multifidus-thoracic", None],
       slip(24, v - 10, 6, v + 8, 8.5)) for v in (1182, 1210, 1237, 1265)),
    *(("curve", "rotatores-lumbar", ["multifidus-lumbar", None],
       slip(26, v - 10, 7, v + 8, 8.5)) for v in (1018, 1049, 1080)),
]  # fmt: skip

# The two heads of biceps end in one tendon.
BICEPS_TENDON = [
    (212, 1162),
    (217, 1142),
    (222, 1124),
    (228, 1107),
    (233, 1090),
    (231, 1082),
    (225, 1089),
    (218, 1101),
    (211, 1113),
    (205, 1125),
    (208, 1144),
]

# From the pterygoid plate outwards to the neck of the jaw, above the medial pterygoid; shown as through a window in
# the upper jaw, as that is.
PTERYGOID = [
    (22, 1557),
    (21, 1566),
    (26, 1574),
    (36, 1573),
    (47, 1568),
    (53, 1564),
    (53, 1560),
    (45, 1558),
    (34, 1556),
]

# In layer 3 transversus abdominis, which would hide the back wall of the belly, is cut off in front of it; what shows
# is its flesh at the flank, between the costal margin and the crest.
TRANSVERSUS = [
    (66, 1110),
    (70, 1096),
    (86, 1086),
    (104, 1090),
    (113, 1084),
    (115, 1062),
    (115.5, 1030),
    (117, 1004),
    (121, 985),
    (120, 974),
    (112, 982),
    (100, 993),
    (86, 995),
    (76, 992),
    (71, 1000),
    (68, 1040),
    (66, 1076),
]

# Missing in the model, drawn from anatomy.
PSOAS_MINOR = [(17, 1132), (23, 1130), (29, 1090), (35, 1045), (43, 1000), (53, 955), (62, 915), (65, 895), (61, 893),
               (56, 912), (46, 950), (36, 992), (28, 1035), (21, 1085)]  # fmt: skip

# The model has it on the inner side of the foot; it runs down from extensor digitorum longus to the outer border.
TERTIUS = ("curve", "fibularis-tertius",
           [None, "fibularis-brevis", "fibularis-longus", "extensor-digitorum-longus", "extensor-digitorum-brevis"],
           [(105, 174), (108.5, 160), (107.5, 135), (105.5, 112), (106, 95), (110.5, 74), (116, 59), (119, 47),
            (116, 46), (111, 59), (106, 75), (102.5, 95), (102, 115), (103.5, 140), (103.5, 160)])  # fmt: skip

# The model shows quadratus plantae at the outer ankle, where the fibular tendons run.
SOLE = [("straight", "fibularis-brevis", ["quadratus-plantae"], box(84, 28, 114, 92))]

# Scraps that hang from the scalenes and below the first rib.
FIRST_RIB = [
    ("straight", None, ["scalenus-anterior"], box(20, 1416, 38, 1437)),
    ("straight", None, ["intercostal-external"], box(20, 1412, 90, 1437)),
]

# The model's extensor tendons run together on the foreshortened foot: four slips over extensor digitorum brevis.
TOES = [
    ("straight", "extensor-digitorum-brevis", ["extensor-digitorum-longus"], box(82, 8, 150, 100)),
    ("straight", None, ["extensor-digitorum-brevis"], box(60, 0, 150, 40)),
    *(
        ("curve", "extensor-digitorum-longus", None, ribbon(points, 2.3))
        for points in (
            [(90, 112), (89, 84), (91.6, 62), (95.6, 40), (100, 24), (104, 15)],
            [(92, 112), (91, 83), (98, 59), (106.6, 37), (112.6, 24), (118, 14)],
            [(93, 112), (92.4, 82), (103, 57), (116, 37), (124, 24), (132, 13.6)],
            [(94, 112), (94, 81), (107, 56), (124, 34), (135, 22), (143.4, 13.4)],
        )
    ),
]

# The model's is a square patch.
OCCIPITALIS = [
    ("straight", None, ["occipitalis"], EVERYWHERE),
    (
        "curve",
        "occipitalis",
        [None],
        [
            (16, 1594),
            (15, 1607),
            (20, 1617),
            (34, 1621),
            (48, 1619),
            (57, 1614),
            (60, 1603),
            (57, 1590),
            (47, 1587),
            (32, 1590),
            (22, 1592),
        ],
    ),
]

# (how, becomes, only where these labels are (None: bare), points): "curve" smooths the points, "straight" does not,
# "full" takes the muscle's whole silhouette, within the points if there are any.
EDITS = {
    ("anterior", 1): [
        # ragged digits of the abdominal part
        ("straight", "external-oblique", ["pectoralis-major-abdominal"], [(70, 1180), (116, 1180), (104, 1213),
                                                                          (90, 1230), (70, 1235)]),
        # the model's external oblique runs on over the rectus sheath: the therapist needles rectus abdominis there
        ("curve", "rectus-abdominis", ["external-oblique", None], RECTUS),
        ("straight", "linea-alba", ["external-oblique", "rectus-abdominis", None], LINEA_ALBA),
        # as far as the inguinal ligament
        ("curve", "external-oblique", [None, "iliacus", "psoas-major", "pectineus", "sartorius"],
         [(123, 942), (116, 926), (105, 909), (86, 887), (67, 875), (52, 868), (36, 863), (22, 858), (22, 868),
          (40, 885), (70, 910), (100, 940)]),
        # missing in the model; covers gluteus minimus and the front of gluteus medius
        ("curve", "tensor-fasciae-latae", ["gluteus-minimus", "gluteus-medius", "rectus-femoris", "vastus-lateralis",
                                           None], TFL),
        ("straight", "gluteus-medius", ["gluteus-minimus"], box(136, 850, 160, 990)),
        ("straight", None, ["gluteus-minimus"], EVERYWHERE),
        # the model counts the patellar ligament to rectus femoris
        ("straight", "patellar-ligament", ["rectus-femoris"], box(50, 350, 125, 441)),
        ("straight", None, ["flexor-digitorum-longus"], box(40, 30, 75, 66)),
        *TOES,
        TERTIUS,
        # chinks among the flexors of the forearm
        ("straight", "flexor-digitorum-superficialis", [None], box(226, 1024, 241, 1052)),
        ("curve", "biceps-brachii-long", ["biceps-brachii-short"], BICEPS_TENDON),
        # serratus interlocks with the external oblique
        *(("straight", "serratus-anterior", ["external-oblique"], [(142, v + 8), (126, v - 6), (142, v - 12)])
          for v in (1236, 1212, 1188)),
        # the band runs from tensor fasciae latae down the outer thigh to the tibia
        ("strip", "iliotibial-band", ["vastus-lateralis", "tensor-fasciae-latae"], (478, 735, 7.0)),
        ("curve", "iliotibial-band", ["vastus-lateralis", "biceps-femoris-short", "biceps-femoris-long", None],
         [(132, 500), (138, 500), (131, 470), (124, 440), (117, 412), (110, 399), (107, 405), (112, 425), (120, 455),
          (126, 480)]),
    ],
    ("anterior", 2): [
        ("curve", "rectus-abdominis", ["internal-oblique", None, "internal-intercostal-muscles"], RECTUS),
        ("full", "pyramidalis", ["rectus-abdominis", "internal-oblique", None], None),
        ("straight", "linea-alba", ["internal-oblique", "rectus-abdominis", "pyramidalis", None], LINEA_ALBA),
        TERTIUS,
        # layer 1 has sternohyoid; under it lie these two
        ("straight", None, ["sternohyoid"], EVERYWHERE),
        ("full", "sternothyroid", [None], None),
        ("full", "thyrohyoid", [None, "sternothyroid"], None),
        ("straight", "flexor-digitorum-superficialis", [None], box(226, 1024, 241, 1052)),
        ("straight", "flexor-digitorum-superficialis", [None], box(196, 1078, 211, 1098)),
        *FIRST_RIB,
        ("full", "corrugator-supercilii", [None], None),
        ("full", "opponens-digiti-minimi", [None], None),
    ],
    ("anterior", 3): [
        # between the upper jaw and the ramus
        ("full", "medial-pterygoid", [None], box(26, 1515, 60, 1562)),
        ("straight", "longus-colli", [None], box(11, 1450, 19, 1462)),
        ("curve", "lateral-pterygoid", [None, "medial-pterygoid"], PTERYGOID),
        *FIRST_RIB,
        ("straight", "vastus-intermedius", [None], box(83, 630, 90, 664)),
        ("straight", None, ["popliteus"], box(55, 335, 70, 356)),
        ("curve", "transversus-abdominis", [None], TRANSVERSUS),
        ("curve", "psoas-minor", ["psoas-major", None], PSOAS_MINOR),
        ("straight", None, ["iliocostalis-lumborum"], box(5, 895, 30, 925)),
        ("full", "opponens-digiti-minimi", [None], None),
    ],
    ("posterior", 1): [
        *OCCIPITALIS,
        *KNUCKLES,
        # the model's latissimus is flesh as far as the spine
        ("curve", "thoracolumbar-fascia", ["latissimus-dorsi", "iliocostalis-lumborum", "longissimus-lumbar",
                                           "gluteus-maximus", None], FASCIA),
        ("curve", "gluteus-maximus", [None, "iliocostalis-lumborum", "longissimus-lumbar"],
         [(50, 948), (62, 969), (68, 976), (72, 940), (60, 880), (40, 850), (14, 842), (7, 849), (16, 866), (34, 912)]),
        ("straight", None, ["iliocostalis-lumborum", "longissimus-lumbar"], EVERYWHERE),
        # the lower angle of the scapula is covered by the origin of teres major
        ("straight", "teres-major", ["serratus-anterior"], EVERYWHERE),
        ("curve", "teres-major", [None], [(78, 1276), (100, 1280), (120, 1286), (126, 1300), (118, 1306), (104, 1300),
                                          (86, 1291)]),
        ("strip", "iliotibial-band", ["vastus-lateralis"], (486, 800, 7.0)),
        *SOLE,
        # where latissimus leaves the flank: no chink, and no lens of internal oblique above the lumbar triangle
        ("straight", "external-oblique", [None], [(112, 1084), (126, 1084), (131, 1122), (122, 1124)]),
        ("straight", "external-oblique", ["internal-oblique"], box(80, 1032, 130, 1110)),
        ("straight", "external-oblique", ["latissimus-dorsi"], [(128, 1122), (142, 1122), (142, 1084), (110, 1084)]),
        ("straight", None, ["tibialis-posterior", "plantaris"], box(40, 20, 75, 160)),
    ],
    ("posterior", 2): [
        *SOLE,
        *OCCIPITALIS,
        # scraps beside the upper angle of the scapula
        ("straight", None, ["levator-scapulae", "serratus-anterior", "omohyoid"],
         [(54, 1452), (58, 1441), (64, 1429), (69, 1418), (71, 1408), (74, 1399), (100, 1399), (100, 1452)]),
    ],
    ("posterior", 3): [
        *SOLE,
        # beside the window for the rotatores the two meet
        ("straight", "multifidus-cervical", [None, "semispinalis-cervicis"], box(10, 1471, 24, 1483)),
        *ROTATORES,
        ("full", "iliocostalis-cervicis", [None, "levatores-costarum", "intercostal-external"],
         None),
        ("full", "longissimus-cervicis", [None, "levatores-costarum"], None),
        ("straight", None, ["intercostal-external"], box(26, 1412, 40, 1445)),
        ("straight", "levatores-costarum", [None], box(47, 1189, 53.5, 1202)),
        ("curve", "longissimus-capitis", [None, "longissimus-cervicis"], slip(31, 1432, 55, 1562, 12)),
    ],
}  # fmt: skip


def band(v, half):
    """A tendinous intersection at height `v`, `half` mm thick to each side, wavering as they do."""
    up = [(4, v - 3), (16, v + 1), (30, v + 2.5), (44, v - 2), (58, v + 2), (74, v + 4), (88, v + 3)]
    return [(x, w + half) for x, w in up] + [(x, w - half) for x, w in reversed(up)]


# Parts of a muscle's region that are drawn as tendon: "tendon" takes what lies beyond the point (x, v) in the
# direction (dx, dv), reaching `k` times its depth further up the middle of the belly.
def tendon(muscle, x, v, dx, dv, k=4.0):
    return ("tendon", f"{muscle}/tendon", [muscle], (x, v, dx, dv, k))


FOREARM_FRONT = [
    tendon("brachioradialis", 272, 935, 0.12, -1, 3.5),
    tendon("flexor-carpi-radialis", 250, 935, 0.3, -1, 3.5),
    tendon("palmaris-longus", 236, 930, 0.2, -1, 4),
    tendon("flexor-carpi-ulnaris", 235, 885, 0, -1, 3),
    tendon("flexor-digitorum-superficialis", 255, 890, 0, -1, 3),
    tendon("flexor-digitorum-profundus", 255, 885, 0, -1, 3),
    tendon("flexor-pollicis-longus", 265, 885, 0, -1, 3),
]
LEG_FRONT = [
    tendon("tibialis-anterior", 88, 150, 0, -1, 5),
    tendon("extensor-digitorum-longus", 100, 135, 0, -1, 5),
    tendon("extensor-hallucis-longus", 90, 138, 0, -1, 3),
    tendon("fibularis-longus", 112, 150, 0, -1, 4),
    tendon("fibularis-tertius", 105, 112, 0, -1, 4),
    tendon("flexor-digitorum-longus", 60, 135, 0, -1, 3),
    tendon("sartorius", 63, 372, 0.55, -0.83, 3),
    tendon("biceps-femoris-long", 124, 425, 0, -1, 3),
]
FOREARM_BACK = [
    tendon("extensor-digitorum", 255, 905, 0, -1, 4),
    tendon("extensor-digiti-minimi", 246, 890, 0, -1, 4),
    tendon("extensor-carpi-ulnaris", 238, 895, 0, -1, 3),
    tendon("extensor-carpi-radialis-longus", 270, 985, 0.1, -1, 3),
    tendon("extensor-carpi-radialis-brevis", 270, 960, 0.1, -1, 3),
    tendon("abductor-pollicis-longus", 285, 880, 0.5, -1, 2),
    tendon("extensor-pollicis-brevis", 290, 870, 0.5, -1, 2),
    tendon("extensor-pollicis-longus", 265, 890, 0.3, -1, 2),
    tendon("extensor-indicis", 260, 880, 0, -1, 2),
    tendon("flexor-carpi-ulnaris", 232, 900, 0, -1, 2),
]
HAM = [
    tendon("biceps-femoris-long", 124, 445, 0, -1, 4),
    tendon("semitendinosus", 40, 520, 0, -1, 5),
    tendon("semimembranosus", 45, 412, 0, -1, 2),
    tendon("gracilis", 30, 470, 0, -1, 3),
    tendon("fibularis-longus", 110, 150, 0, -1, 4),
    tendon("fibularis-brevis", 105, 85, 0, -1, 3),
    tendon("flexor-digitorum-longus", 60, 110, 0, -1, 3),
    tendon("flexor-hallucis-longus", 80, 95, 0, -1, 3),
]
TRICEPS = [(198, 1092), (226, 1104), (221, 1140), (214, 1180), (208, 1208), (203.5, 1180), (199.5, 1140)]
DIAMOND = [
    (-6, 1496),
    (0, 1490),
    (9, 1466),
    (20, 1442),
    (21, 1428),
    (14, 1404),
    (5, 1384),
    (0, 1374),
    (-6, 1368),
]

PARTS = {
    ("anterior", 1): [
        ("curve", "tendinous-intersections", ["rectus-abdominis"], band(1168, 1.9)),
        ("curve", "tendinous-intersections", ["rectus-abdominis"], band(1106, 1.9)),
        ("curve", "tendinous-intersections", ["rectus-abdominis"], band(1044, 1.9)),
        # the flesh ends at the linea semilunaris above and at a line from the iliac spine to the navel below
        ("curve", "external-oblique/aponeurosis", ["external-oblique"],
         [(55, 1180), (86, 1180), (88, 1140), (84, 1090), (79, 1048), (77, 1020), (80, 1000), (92, 985), (110, 974),
          (126, 962), (135, 930), (100, 880), (40, 840), (0, 840), (40, 930)]),
        tendon("rectus-femoris", 85, 492, 0, -1, 5),
        ("curve", "biceps-brachii-long/tendon", ["biceps-brachii-long"], BICEPS_TENDON),
        *FOREARM_FRONT,
        *LEG_FRONT,
    ],
    ("anterior", 2): [
        ("curve", "tendinous-intersections", ["rectus-abdominis"], band(1168, 1.9)),
        ("curve", "tendinous-intersections", ["rectus-abdominis"], band(1106, 1.9)),
        ("curve", "tendinous-intersections", ["rectus-abdominis"], band(1044, 1.9)),
        *FOREARM_FRONT,
        *LEG_FRONT,
    ],
    ("anterior", 3): [*FOREARM_FRONT, *LEG_FRONT, tendon("plantaris", 60, 300, 0, -1, 3)],
    ("posterior", 1): [
        ("curve", "triceps-long/tendon", ["triceps-long", "triceps-lateral"], TRICEPS),
        ("curve", "trapezius-upper/aponeurosis", ["trapezius-upper"], DIAMOND),
        ("curve", "trapezius-middle/aponeurosis", ["trapezius-middle"], DIAMOND),
        *FOREARM_BACK,
        tendon("flexor-digitorum-longus", 60, 175, 0, -1, 1),
        *HAM,
    ],
    ("posterior", 2): [*FOREARM_BACK, tendon("flexor-digitorum-longus", 60, 175, 0, -1, 1), *HAM,
                       tendon("plantaris", 66, 400, -0.3, -1, 4)],
    ("posterior", 3): [*HAM],
}  # fmt: skip


def tissue(label, english):
    """How a label that is no muscle is drawn, or None; "of" names the muscle whose region it stays part of."""
    own = {
        "achilles-tendon": ("tendon", "Achilles tendon", "tendon"),
        "linea-alba": ("aponeurosis", "Linea alba", "fascia"),
        "thoracolumbar-fascia": ("fascia", "Thoracolumbar fascia", "fascia"),
        "iliotibial-band": ("fascia", "Iliotibial band", "fascia"),
        "patellar-ligament": ("ligament", "Patellar ligament", "ligament"),
    }
    if label in own:
        kind, name, sort = own[label]
        return {"kind": kind, "name": name, "tissue": sort, "of": None}
    if label == "tendinous-intersections":
        return {
            "kind": "tendon",
            "name": "Tendinous intersections",
            "tissue": "tendon",
            "of": "rectus-abdominis",
        }
    muscle, _, part = label.partition("/")
    if not part:
        return None
    special = {
        "rectus-femoris/tendon": "Quadriceps tendon",
        "palmaris-longus/tendon": "Palmaris longus tendon and palmar aponeurosis",
        "triceps-long/tendon": "Triceps tendon",
        "trapezius-upper/aponeurosis": "Trapezius aponeurosis",
        "trapezius-middle/aponeurosis": "Trapezius aponeurosis",
        "external-oblique/aponeurosis": "External oblique aponeurosis",
    }
    name = special.get(label, f"{english.get(muscle, muscle)} {part}")
    return {"kind": part, "name": name, "tissue": "tendon" if part == "tendon" else "fascia", "of": muscle}


# The palmar aponeurosis is part of palmaris longus; its bundles are drawn on it.
LINES = {
    ("anterior", 1): [
        ("Palmar aponeurosis", points)
        for points in (
            [(266, 836), (274, 814), (284, 797), (292, 785)],
            [(264, 834), (270, 810), (276, 792), (279, 779)],
            [(262, 834), (263, 810), (264, 792), (265, 780)],
            [(260, 834), (257, 810), (254, 793), (252, 782)],
            [(258, 836), (251, 814), (246, 799), (242, 788)],
        )
    ],
    # one slip from the next
    ("posterior", 3): [
        ("Levatores costarum", points)
        for points in (
            [(39, 1377), (47, 1364), (56, 1353)],
            [(38, 1347), (46, 1336), (55, 1328)],
            [(38, 1318), (48, 1302), (59, 1289)],
            [(36, 1290), (43, 1278), (49, 1268)],
            [(35, 1255), (43, 1241), (52, 1229)],
            [(33, 1220), (43, 1204), (52, 1190)],
        )
    ],
}

# Muscles that meet their mirror image: the model leaves a chink of a millimetre or two between the halves.
MIDLINE = {
    ("anterior", 1): {"frontalis", "orbicularis-oris", "procerus"},
    ("posterior", 1): {"trapezius-upper", "trapezius-middle", "trapezius-lower", "trapezius-upper/aponeurosis",
                       "trapezius-middle/aponeurosis", "thoracolumbar-fascia"},
}  # fmt: skip

# Of these the two halves make one belly (elsewhere the midline is a furrow).
ONE_BELLY = {"frontalis", "orbicularis-oris", "procerus"}

# Drawn here only while there is no context file, whose own shapes fit bone and skin better.
LEFT_TO_CONTEXT = {"iliotibial-band", "patellar-ligament"}

# Broad and thin: hardly modelled, so that no patch of light lies on them like a label.
SHEETS = {
    "latissimus-dorsi",
    "trapezius-upper",
    "trapezius-middle",
    "trapezius-lower",
    "external-oblique",
    "internal-oblique",
    "transversus-abdominis",
    "serratus-posterior-superior",
    "serratus-posterior-inferior",
    "rectus-abdominis",
    "frontalis",
}

# Context tissue that the muscles' own tendons and fasciae, with common borders, replace.
REPLACES = {
    1: {"Linea alba", "Thoracolumbar fascia", "Aponeurosis of the external oblique", "Tendon of triceps",
        "Aponeurosis of trapezius at the neck", "Calcaneal (Achilles) tendon", "Palmar aponeurosis",
        "Tendon of extensor pollicis brevis"},
    2: {"Linea alba", "Calcaneal (Achilles) tendon", "Tendon of extensor pollicis brevis"},
    3: {"Calcaneal (Achilles) tendon"},
}  # fmt: skip

# Context lines that lie on muscle; the others end where a muscle covers them.
OVER_MUSCLE = {"Inguinal ligament", "Navel", "Palmar aponeurosis"}


def fan(x, v, area, step=14):
    """Fibres that all run to the point (x, v), sampled over a box."""
    x0, v0, x1, v1 = area
    return [
        (a, b, x - a, v - b) for a in range(x0, x1, step) for b in range(v0, v1, step) if (a, b) != (x, v)
    ]


def pennate(axis, degrees, reach, step=8):
    """Fibres that leave an axis (from its upper to its lower end) downwards at an angle, to both sides; a negative
    angle: they run down towards it."""
    out = []
    for (ax, av), (bx, bv) in itertools.pairwise(axis):
        length = math.hypot(bx - ax, bv - av)
        dx, dv = (bx - ax) / length, (bv - av) / length
        for i in range(int(length / step) + 1):
            for side in (-1, 1):
                for off in (2.5, *range(step, reach, step)):
                    t = math.radians(side * degrees)
                    # the side of positive x as one looks down the axis
                    out.append(
                        (
                            ax + i * step * dx - side * off * dv,
                            av + i * step * dv + side * off * dx,
                            dx * math.cos(t) - dv * math.sin(t),
                            dx * math.sin(t) + dv * math.cos(t),
                        )
                    )
    return out


# Directions drawn by hand, (x, v, dx, dv), where the measured ones are noise; layer 0 means any layer.
FIBRES = {
    ("anterior", 0, "pectoralis-major-sternocostal"): fan(172, 1352, (0, 1216, 150, 1400)),
    ("posterior", 0, "gluteus-medius"): fan(146, 836, (50, 850, 150, 1010)),
    ("anterior", 0, "rectus-femoris"): pennate([(112, 900), (100, 720), (88, 470)], 13, 40),
    ("anterior", 0, "tibialis-anterior"): pennate([(106, 412), (98, 300), (90, 150)], -11, 30),
    ("posterior", 0, "gastrocnemius-medial"): [(x, v, 0.16, -1) for x in (40, 60, 78) for v in range(220, 440, 20)],
    ("posterior", 0, "gastrocnemius-lateral"): [(x, v, -0.16, -1) for x in (84, 100, 120) for v in range(220, 440, 20)],
    ("posterior", 0, "gluteus-maximus"): [
        (20, 880, 72, -70), (50, 930, 60, -78), (80, 960, 50, -86), (60, 880, 66, -75), (100, 900, 58, -82),
        (20, 830, 80, -60), (60, 820, 74, -67), (110, 830, 60, -80), (90, 770, 62, -78), (130, 850, 45, -89),
        (115, 750, 40, -90),
    ],
    ("anterior", 0, "dorsal-interossei-foot"): [(100, 40, 0.25, -1)],
    ("anterior", 0, "rectus-abdominis"): [(40, v, 0, 1) for v in range(860, 1260, 40)],
}  # fmt: skip

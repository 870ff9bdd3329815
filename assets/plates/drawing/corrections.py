"""Where the drawing departs from the measurements, and why.

Points are (x, v): millimetres from the mirror line and above the soles. Tables are keyed by (plate, layer).
"""

import itertools
import math

from context_bones import CHEEK, CLAVICLE, FIBULA, HIP_FRONT, JAW_FRONT, RIBS_BEHIND, RIBS_FRONT, TIBIA
from context_curves import edges

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


LINEA_ALBA = [(0, 858), (0, 1237), (5, 1237), (5.4, 1190), (5.6, 1120), (6, 1050), (5, 1005), (3.2, 960), (2.4, 920),
              (2.2, 858)]  # fmt: skip
# above, three slips to the cartilages of the fifth, sixth and seventh ribs
RECTUS = [(4, 1234), (14, 1243), (24, 1247), (33, 1246), (36, 1249), (42, 1258), (51, 1261), (57, 1258),
          (60, 1260), (66, 1268), (74, 1270), (81, 1264), (83.5, 1240), (83.5, 1200), (82, 1150), (79, 1100),
          (75, 1050), (72, 1005),
          (68, 965), (60, 930), (46, 895), (30, 866), (20, 853), (9, 849), (3, 852), (3, 1000), (4, 1150)]  # fmt: skip
# In layer 2, where the sheath is off: three slips, each oblique along its cartilage, stepping down from the fifth rib
# to the seventh.
RECTUS_SLIPS = [
    (4, 1150),
    (4, 1228),
    (7, 1234),
    (14, 1239.6),
    (19, 1236),
    (27, 1228),
    (36.4, 1217),
    (37.4, 1217.6),
    (38.6, 1230),
    (41, 1239.6),
    (50, 1233),
    (60, 1225.4),
    (61, 1226),
    (62, 1241),
    (63.6, 1254.6),
    (72, 1254.6),
    (83.6, 1254),
    (83.8, 1236),
    (83.5, 1200),
    (82, 1150),
    (79, 1100),
    (75, 1050),
    (72, 1005),
    (68, 965),
    (60, 930),
    (46, 895),
    (30, 866),
    (20, 853),
    (9, 849),
    (3, 852),
    (3, 1000),
]
# No scrap of its flesh outside its border, beside the costal arch.
BESIDE_RECTUS = [(83.6, 1200), (83.4, 1175), (82, 1150), (80.6, 1128), (100, 1128), (100, 1200)]
# The cut edge of the rectus sheath: along the linea semilunaris a narrow rim of what the flesh of internal oblique
# ends in.
SHEATH_EDGE = [
    (78, 1150),
    (85, 1152),
    (85.4, 1140),
    (85.6, 1120),
    (84.4, 1100),
    (82.4, 1075),
    (80.4, 1050),
    (78.4, 1025),
    (76.8, 1002),
    (73.4, 972),
    (68.4, 946),
    (60, 918),
    (49, 893),
    (36, 869),
    (26, 858),
    (24, 864),
    (46, 900),
    (60, 940),
    (66, 970),
    (70, 1005),
    (73, 1050),
    (77, 1100),
]
TFL = [(120, 941), (125, 946), (131, 940), (139, 910), (146, 878), (152, 842), (156, 802), (157.5, 768), (156, 738),
       (152, 716), (148.5, 733), (145, 765), (138, 802), (130, 836), (122, 868), (114, 890), (115, 915)]  # fmt: skip
# below the iliac crest its border is the medial edge of gluteus maximus: along the crest, then beside the sacrum
# The iliotibial band as seen from in front and from behind: its outer edge downwards, its inner edge upwards.
BAND_FRONT = [(152, 852), (157, 815), (160.6, 775), (162, 735), (162, 695), (160, 645), (155, 592), (147.6, 540),
              (139.4, 496), (131.6, 458), (123.6, 433), (116, 419.6), (110, 415), (106.6, 419), (109.6, 430),
              (116.8, 452), (125, 488), (134.6, 538), (143, 590), (149.4, 640), (152.2, 680), (150, 712),
              (148, 738), (152, 762),
              (155.4, 785), (154, 815)]  # fmt: skip
BAND_BEHIND = [(148, 894), (152.4, 868), (156.6, 838), (159.6, 805), (160.8, 770), (161, 730), (160.4, 690),
               (158.2, 645), (154, 600), (148, 555), (141, 515), (134, 482), (130.6, 458), (129, 440), (127.4, 434),
               (126, 442), (125.8, 460), (128.6, 484), (134.8, 515), (141.8, 555), (148, 600), (152.6, 645),
               (154.6, 688), (154.4, 722), (149.6, 748), (143, 774), (136, 790), (130, 800),
               (136, 830), (140, 850), (144, 880)]  # fmt: skip
FASCIA = [(-3, 1136), (3, 1128), (14, 1101), (30, 1067), (47, 1034), (60, 1005), (65.6, 986), (65, 973), (58.6, 959),
          (50, 945), (42.4, 930), (35, 912), (28, 895), (20.6, 878), (12.6, 862), (6, 849), (-3, 842)]  # fmt: skip


def weave(border, rows, rise, start=0.7):
    """Fibre lines of a fascia from near the midline out to its border (from above down), `rise` a mm outwards."""
    out = []
    for v in rows:
        x, height = start, float(v)
        points = [(x, height)]
        while True:
            x += 0.25
            height += 0.25 * rise
            edge = next((a + (c - a) * (b - height) / (b - d) for (a, b), (c, d) in itertools.pairwise(border)
                         if b >= height > d), 0.0)  # fmt: skip
            if x > edge - 0.8:
                break
            points.append((x, height))
        if len(points) > 24:
            out.append([points[0], points[len(points) // 2], points[-1]])
    return out


def strands(axis, offsets):
    """Fibre lines along a band, each so far from its axis; their ends are uneven, as where a band fades into bone."""
    out = []
    for k, off in enumerate(offsets):
        line = []
        for i, (x, v) in enumerate(axis):
            (a, b), (c, d) = axis[max(i - 1, 0)], axis[min(i + 1, len(axis) - 1)]
            n = math.hypot(c - a, d - b)
            line.append((x - (d - b) / n * off, v + (c - a) / n * off))
        near, far = ((0.5, 0.1), (0.0, 0.6), (0.3, 0.3), (0.7, 0.0))[k % 4]
        for end, inner, share in ((0, 1, near), (-1, -2, far)):
            (a, b), (c, d) = line[end], line[inner]
            line[end] = (a + share * (c - a), b + share * (d - b))
        out.append(line)
    return out


def curve(points):
    """Points of a smooth open line through hand-set ones, for an edge that ends in a corner."""
    before, after = [points[0], *points, points[-1]], []
    for i, ((ax, av), (bx, bv)) in enumerate(itertools.pairwise(points)):
        (px, pv), (qx, qv) = before[i], before[i + 3]
        for k in range(4):
            t = k / 4
            h, g = t * t * (3 - 2 * t), t * (1 - t)
            after.append(
                (
                    ax + h * (bx - ax) + g * ((1 - t) * (bx - px) - t * (qx - ax)) / 2,
                    av + h * (bv - av) + g * ((1 - t) * (bv - pv) - t * (qv - av)) / 2,
                )
            )
    return [*after, points[-1]]


def spine_tip(v, wide, high):
    """A spinous process from behind, its tip at height `v`: the right half of its outline."""
    return [(0, v + high), (0.72 * wide, v + 0.7 * high), (wide, v + 1), (0.66 * wide, v - 3.4), (0, v - 4.4)]


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
    """A band along points, of even width or with a width at each point."""
    left, right = [], []
    widths = width if isinstance(width, list) else [width] * len(points)
    for i, ((x, v), wide) in enumerate(zip(points, widths, strict=True)):
        (a, b), (c, d) = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        n = math.hypot(c - a, d - b)
        p, q = -(d - b) / n * wide / 2, (c - a) / n * wide / 2
        left.append((x + p, v + q))
        right.append((x - p, v - q))
    return left + right[::-1]


def cord(muscle, points, width, where=None):
    """A tendon of even width, part of its muscle's region."""
    return ("curve", f"{muscle}/tendon", where, ribbon(points, width))


# On the back of hand and wrist the model's tendons run together. Drawn apart: each from under the extensor
# retinaculum to where it ends.
def widened(points, k):
    """A shape `k` times as wide about its middle, as high as before."""
    middle = sum(x for x, _ in points) / len(points)
    return [(middle + k * (x - middle), v) for x, v in points]


BACK_OF_HAND = [
    ("curve", "dorsal-interossei-hand", None, points)
    for points in (
        [(287, 834), (292, 836), (296, 833), (299, 825), (300.6, 814), (301.6, 801), (303, 790), (305, 777),
         (303, 776), (298, 786), (293, 795), (289, 803), (286.4, 812), (286, 824)],
        [(276.5, 825), (279, 815), (283, 806), (286.4, 797), (287, 788), (285.2, 780), (284.4, 771), (282.4, 771),
         (280.5, 780), (276.8, 788), (274.6, 798), (274.6, 812)],
        [(262.5, 824), (266, 813), (269, 804), (270.2, 794), (269, 784), (267.6, 769), (265.6, 769), (264.2, 778),
         (261, 786), (259, 796), (259.4, 810)],
        [(249.6, 824), (251.4, 813), (252.6, 801), (251.4, 791), (249, 783), (247.8, 773), (246, 773), (244.8, 782),
         (242.6, 792), (243, 803), (246, 814)],
    )
]  # fmt: skip
# from behind they fill the spaces from shaft to shaft
INTEROSSEI_BEHIND = [(how, name, where, widened(points, 1.1)) for how, name, where, points in BACK_OF_HAND]
# the tendons of the lumbricals, on the thumb's side of each finger: no flesh from behind
LUMBRICALS_LONG = [
    ("curve", "lumbricals-hand/tendon", [None], ribbon(points, [1.6, 2.2, 2.2, 2.1, 1.4]))
    for points in (
        [(304.6, 779), (306, 770), (304.6, 759), (304, 752), (305.2, 744.6)],
        [(284.1, 769), (282.4, 760.6), (279.6, 750.6), (279.5, 741), (280.8, 732.6)],
        [(263.2, 779), (262.4, 770.4), (258.2, 760), (255.9, 751), (255.7, 739)],
        [(246, 780), (240.2, 772), (235.2, 764.4), (233.3, 757), (233.1, 751)],
    )
]  # fmt: skip
WRIST_DEEP = [
    cord("extensor-carpi-radialis-brevis", [(278.4, 884), (279.6, 870), (277.6, 852), (274, 839), (272, 831)], 3.2),
    cord("extensor-indicis", [(258, 886), (262, 868), (267.6, 850), (274, 830), (281, 808), (288.2, 790), (294, 775)],
         2.3),
    cord("abductor-pollicis-longus", [(277.6, 893), (283, 876), (288.6, 861), (294, 849), (297, 841)], 3.8),
    cord("extensor-pollicis-brevis", [(269.6, 893), (279.6, 872), (287.4, 858), (298.6, 841), (308.6, 829),
                                      (318.6, 814.5)], 2.9),
    cord("extensor-pollicis-longus", [(258, 890), (267.6, 871), (276, 858), (284, 849), (293, 839.5), (303, 830),
                                      (313.4, 820), (320, 810), (324.4, 799), (328.6, 787)], 3.3),
]  # fmt: skip
WRIST = [
    ("straight", None, ["lumbricals-hand", "dorsal-interossei-hand", "palmaris-longus", "flexor-pollicis-longus"],
     [(205, 690), (345, 690), (345, 900), (205, 900)]),
    ("straight", None, None, [(205, 690), (345, 690), (345, 800), (310, 800), (310, 838), (250, 838), (240, 815),
                              (240, 780), (205, 780)]),
    ("straight", None, ["extensor-digitorum", "extensor-digiti-minimi", "extensor-carpi-ulnaris", "extensor-indicis",
                        "extensor-carpi-radialis-longus", "extensor-carpi-radialis-brevis", "abductor-pollicis-longus",
                        "extensor-pollicis-brevis", "extensor-pollicis-longus", "brachioradialis",
                        *(f"{m}/tendon" for m in (
                            "extensor-digitorum", "extensor-digiti-minimi", "extensor-carpi-ulnaris",
                            "extensor-indicis", "extensor-carpi-radialis-longus", "extensor-carpi-radialis-brevis",
                            "abductor-pollicis-longus", "extensor-pollicis-brevis", "extensor-pollicis-longus",
                            "brachioradialis"))],
     [(205, 690), (345, 690), (345, 884), (270, 884), (262, 876), (240, 872), (205, 872)]),
    # the web of the thumb, before the first interosseous
    ("full", "adductor-pollicis", [None], [(292, 830), (300, 824), (306, 818), (316, 810), (318, 800), (304, 792),
                                           (296, 796)]),
]  # fmt: skip
# deep to the second interosseous, its slip from the third metacarpal
ADDUCTOR_BEHIND = [
    ("curve", "adductor-pollicis", ["dorsal-interossei-hand", None],
     [(275, 822), (277, 821.6), (279.6, 814), (280.6, 805.4), (278, 805.4), (275, 812)]),
]  # fmt: skip
WRIST_LAYER_2 = [
    ("straight", None, ["extensor-pollicis-longus", "extensor-pollicis-longus/tendon", "extensor-indicis",
                        "extensor-indicis/tendon"], [(205, 690), (345, 690), (345, 889), (205, 889)]),
    *INTEROSSEI_BEHIND,
    *ADDUCTOR_BEHIND,
    *LUMBRICALS_LONG,
    *(one for one in WRIST_DEEP if one[1] != "extensor-indicis/tendon"),
    cord("extensor-indicis", [(244.6, 898), (249.6, 886), (255.8, 873), (263.9, 859), (271, 845), (276.8, 831),
                              (281.5, 817), (285, 803), (288.4, 789), (292.3, 775), (297.5, 761), (302.6, 747),
                              (308.8, 733), (315, 719)],
         [6.6, 9, 8.6, 5.4, 3.6, 3.2, 3, 3, 3, 3, 3, 3, 3, 2.6]),
    ("curve", "extensor-pollicis-longus/tendon", None, ribbon([(258, 890), (267.6, 871), (276, 858), (284, 849)], 3.3)),
]  # fmt: skip
# Extensor tendons of the fingers: over the knuckle a hood, from it the central slip to the middle phalanx, and on both
# sides bands, of which that on the thumb's side is the lumbrical's; they join on the middle phalanx.
EXTENSORS = [
    [(263.4, 880), (267, 862), (274, 838), (284.6, 810), (293.6, 783), (298.4, 767), (303.4, 752), (309.4, 736.6),
     (317.4, 716)],
    [(260.4, 880), (262.4, 862), (266, 838), (270.6, 808), (273.6, 783), (275.6, 768), (278.4, 751), (281.6, 734),
     (286.6, 708)],
    [(257.4, 880), (257.8, 862), (257.4, 838), (256.6, 808), (255.8, 785), (255.6, 771), (256, 755), (256.6, 738.6),
     (258, 713)],
    [(254.6, 880), (253.4, 862), (250.6, 838), (245, 808), (240, 790), (237, 777), (234, 764), (231.6, 750.6),
     (229.4, 730)],
]  # fmt: skip


def central_slip(finger):
    """Axis of an extensor tendon as far as the base of the middle phalanx."""
    return [*finger[:8], along(finger, 7.22)]


def along(points, t):
    """The point at `t` steps along a broken line."""
    k = min(int(t), len(points) - 2)
    (a, b), (c, d) = points[k], points[k + 1]
    return (a + (t - k) * (c - a), b + (t - k) * (d - b))


def lateral_band(finger, side):
    """Axis of a band beside the central slip (`side` 1: the thumb's), from the hood to the end of both bands."""
    out = []
    for t, off in ((5.1, 3.4), (5.7, 4), (6.4, 3.9), (7, 3.7), (7.45, 2.2), (8, 0.5)):
        (a, b), (c, d) = along(finger, t - 0.2), along(finger, min(t + 0.2, 8))
        n = math.hypot(c - a, d - b)
        x, v = along(finger, t)
        out.append((x - side * (d - b) / n * off, v + side * (c - a) / n * off))
    return out


KNUCKLES = [
    *WRIST,
    *INTEROSSEI_BEHIND,
    cord("extensor-carpi-ulnaris", [(236.6, 880), (239.6, 868), (241, 852), (240.4, 838)], 4.2),
    cord("extensor-carpi-radialis-longus", [(280.6, 884), (282, 870), (284.2, 852), (284, 838), (283, 831)], 3.2),
    *WRIST_DEEP,
    cord("extensor-digiti-minimi", [(247.6, 880), (248.4, 866), (247.4, 846), (244.6, 825), (241, 803), (237.4, 786),
                                    (235.4, 774)], 2.3),
    *(("curve", "extensor-digitorum/tendon", None, ribbon(central_slip(f), [2.6, 2.6, 3, 3.2, 3.6, 7.8, 4.6, 3, 2.4]))
      for f in EXTENSORS),
    *(("curve", "extensor-digitorum/tendon", [None, "dorsal-interossei-hand"], ribbon([(x, v), (p, q)], 1.9))
      for x, v, p, q in ((257, 806, 271, 799),)),
    *(("curve", label, [None, "dorsal-interossei-hand"], ribbon(lateral_band(f, side), [1.4, 2, 2, 2, 2, 1.8]))
      for f in EXTENSORS
      for label, side in (("extensor-digitorum/tendon", -1), ("lumbricals-hand/tendon", 1))),
]  # fmt: skip

# The palm: in each finger the superficial flexor, which parts to let the deep one through; the lumbricals on the
# thumb's side of their tendons; over them, in layer 1, the palmar aponeurosis.
FINGERS = [
    [(266, 848), (273, 820), (285, 792), (290.6, 778), (298, 761), (304, 748), (309, 735), (312.6, 726), (316.4, 715)],
    [(263, 848), (267, 820), (272, 792), (274.6, 776), (277.6, 756), (280, 742), (282.4, 728), (284, 718), (286, 706)],
    [(260, 848), (257.6, 820), (255.6, 792), (255.6, 776), (255.8, 756), (256.2, 742), (257, 728), (257.4, 720),
     (258, 712)],
    [(256.8, 848), (250, 820), (241, 792), (237, 779), (233.8, 766), (231.6, 754), (230.4, 744), (229.8, 737),
     (229.4, 728)],
]  # fmt: skip
HAND_TENDONS = ["flexor-digitorum-superficialis", "flexor-digitorum-profundus", "lumbricals-hand", "palmaris-longus",
                "dorsal-interossei-hand", "palmar-interossei"]  # fmt: skip
HAND_TENDONS += [f"{m}/tendon" for m in HAND_TENDONS]
BARE_PALM = [
    ("straight", None, HAND_TENDONS, [(205, 690), (345, 690), (345, 840), (205, 840)]),
    # the palmar ones lie before their upper halves
    *(
        ("curve", "dorsal-interossei-hand", [None], [(x, min(v, 800 + 0.5 * (v - 800))) for x, v in points])
        for _, _, _, points in BACK_OF_HAND
    ),
]
# On the shafts of the index, ring and little fingers' metacarpals, each on the side towards the middle finger, before
# the dorsal interossei.
PALMAR_INTEROSSEI = [
    ("curve", "palmar-interossei", ["dorsal-interossei-hand", None], ribbon(points, widths))
    for points, widths in (
        ([(278.4, 814), (280.4, 802), (283.2, 790), (287.6, 777), (291, 766)], [1.6, 4.4, 4.8, 3.6, 1.4]),
        ([(258.6, 825), (259.6, 811), (259.6, 798), (259.2, 785), (258.4, 775), (257.8, 768)],
         [1.6, 4, 4.4, 3.8, 2.6, 1.4]),
        ([(251.4, 822), (249.2, 810), (246.9, 798), (244.4, 787), (241.4, 777), (239.6, 771)],
         [1.6, 3.8, 4, 3.6, 2.6, 1.4]),
    )
]  # fmt: skip
# Slender; each begins in the palm, on the thumb's side of a tendon of the deep flexor, and ends on the finger's side.
LUMBRICALS = [
    ("curve", "lumbricals-hand", [None, "dorsal-interossei-hand", "adductor-pollicis"], ribbon(points, widths))
    for points, widths in (
        ([(275.4, 823), (282.2, 812), (288.4, 801.6), (294, 792.6), (299.2, 784.6), (303.4, 777.6), (305.4, 770)],
         [1.2, 4, 5.4, 6, 5, 3, 1.6]),
        ([(269.6, 822), (273, 811), (276.2, 799), (279.4, 787.6), (282.4, 777), (284.2, 768), (284, 761)],
         [1.2, 3.4, 5, 5.4, 3.8, 2.2, 1.6]),
        ([(259, 820), (259.8, 810), (260.4, 800), (261.6, 791), (263, 782), (263.3, 774), (262.4, 765)],
         [1.2, 3, 4.2, 5, 3.4, 2.4, 1.6]),
        ([(250.8, 819), (248.6, 810), (247, 801), (245.9, 792), (246.3, 784), (244.8, 777.6), (242.6, 772.6)],
         [1.2, 3, 4, 4.4, 3.2, 2.4, 1.6]),
    )
]  # fmt: skip
DEEP_FLEXOR = [
    ("curve", "flexor-digitorum-profundus/tendon", None,
     ribbon(f, [2.6, 3, 3.4, 3.4, 3.2, 3.2, 3, 2.8, 2.2])) for f in FINGERS
]  # fmt: skip
SUPERFICIAL_FLEXOR = [
    ("curve", "flexor-digitorum-superficialis/tendon", None, ribbon(f[:7], [2.8, 3.6, 4.4, 4.6, 4.6, 3.8, 2]))
    for f in FINGERS
]
PALM = [
    *BARE_PALM,
    *LUMBRICALS,
    *DEEP_FLEXOR,
    *SUPERFICIAL_FLEXOR,
    ("curve", "palmaris-longus/tendon", [None, "adductor-pollicis", *HAND_TENDONS],
     [(258, 846), (266, 846), (274, 829), (285.4, 809), (297, 789), (300, 776), (294, 772.6), (287, 779), (281.4, 777),
      (279.6, 769), (273, 769), (271, 777), (266.4, 778), (261.6, 777), (259.4, 769), (252.8, 769), (251.4, 777),
      (246, 778), (240.6, 774), (235.4, 777), (241.4, 791), (249, 809), (254.6, 828)]),
]  # fmt: skip

# In front of the wrist the tendons lie side by side on pronator quadratus.
WRIST_FRONT = [
    ("straight", None, [f"{m}/tendon" for m in ("brachioradialis", "flexor-carpi-radialis", "palmaris-longus",
                                                "flexor-digitorum-superficialis", "flexor-digitorum-profundus",
                                                "flexor-pollicis-longus", "flexor-carpi-ulnaris")],
     [(205, 846), (345, 846), (345, 894), (205, 894)]),
    ("straight", None, ["flexor-carpi-radialis", "flexor-digitorum-superficialis", "flexor-pollicis-longus",
                        "pronator-quadratus"], [(205, 846), (345, 846), (345, 892), (205, 892)]),
    ("curve", "pronator-quadratus", [None],
     [(241, 896), (243, 880), (248, 876.6), (262, 872.6), (277, 871.4), (281, 876), (280, 884), (275.6, 893),
      (262, 897), (250, 897)]),
    cord("flexor-digitorum-superficialis", [(242.6, 912), (244.6, 897), (247.6, 882), (251.4, 868), (255, 850)],
         [0.8, 3, 3, 3, 3.2]),
    cord("flexor-digitorum-superficialis", [(249.6, 922), (252.4, 899), (255.4, 882), (258.4, 868), (261, 850)],
         [0.8, 4.6, 3.6, 3, 3]),
    cord("flexor-pollicis-longus", [(265.4, 916), (266, 898), (267.4, 884), (268.8, 870), (271.4, 850)],
         [0.8, 3.6, 3.4, 3, 3]),
    cord("flexor-carpi-radialis", [(256.6, 900), (260.4, 887), (264.4, 871), (267.6, 856), (269, 846)],
         [7.6, 5.4, 4.6, 4.6, 4.6]),
    cord("palmaris-longus", [(245.4, 900), (249.4, 887), (254.8, 871), (259.6, 857), (262, 846)],
         [4, 3.4, 3.2, 4, 6.6]),
    cord("flexor-carpi-ulnaris", [(230.6, 936), (233.4, 914), (236, 897), (238, 882), (239.4, 866), (241, 850)],
         [0.8, 3.6, 5.6, 5.2, 5, 5.4]),
    cord("brachioradialis", [(276.8, 902), (280.4, 891), (284.8, 878), (287.4, 862)], [7, 6.4, 4.8, 4]),
]  # fmt: skip

# In the third layer the long flexor of the thumb runs on as one even tendon; of the ulnar extensor the tendon is seen.
WRIST_DEEP_FRONT = [
    ("straight", None, ["flexor-pollicis-longus", "flexor-pollicis-longus/tendon"], box(255, 845, 290, 912)),
    ("straight", None, ["extensor-carpi-ulnaris", "extensor-carpi-ulnaris/tendon"], box(225, 830, 255, 915)),
    (
        "curve",
        "pronator-quadratus",
        [None],
        [(270, 906), (277, 892), (280.6, 880), (277, 872), (268, 871), (261, 872), (262, 890), (266, 908)],
    ),
    (
        "curve",
        "flexor-pollicis-longus",
        [None, "pronator-quadratus"],
        [(271.6, 915), (270.4, 906), (268.2, 897), (266.6, 888), (265.4, 896), (263, 905), (261, 914)],
    ),
    cord(
        "flexor-pollicis-longus",
        [
            (266.4, 905),
            (266.2, 894),
            (267, 882),
            (268.8, 870),
            (270.4, 858),
            (273, 849.4),
            (279, 842.6),
            (287, 836.4),
        ],
        [0.6, 3, 3.4, 3.2, 3, 3, 3, 3],
    ),
    cord(
        "extensor-carpi-ulnaris",
        [
            (228.6, 936),
            (230.4, 926),
            (232.4, 911),
            (234.4, 900),
            (235.6, 890),
            (236.5, 880),
            (237.5, 870),
            (238.8, 860),
            (240, 850),
            (241, 839),
        ],
        [1.6, 3, 2.8, 2.8, 2.6, 2.4, 2.4, 2.6, 2.4, 1.8],
    ),
]
# In the second layer the superficial flexor's four tendons leave the flesh side by side.
SUPERFICIAL_AT_WRIST = [
    (
        "straight",
        "flexor-digitorum-superficialis",
        ["flexor-digitorum-superficialis/tendon"],
        box(230, 850, 275, 960),
    ),
    (
        "straight",
        None,
        ["flexor-digitorum-superficialis", "flexor-digitorum-profundus", "flexor-digitorum-profundus/tendon"],
        [(230, 846), (275, 846), (275, 884), (249, 883), (245, 893), (241, 905), (238, 914), (230, 914)],
    ),
    (
        "curve",
        "pronator-quadratus",
        [None],
        [(239.6, 908), (246.6, 910), (250, 880), (242, 879), (239.4, 890)],
    ),
    # the deep flexor is seen only at the ulnar border, where the superficial one does not cover it: flesh, then tendon
    (
        "curve",
        "flexor-digitorum-profundus",
        [None, "pronator-quadratus", "flexor-digitorum-superficialis"],
        ribbon(
            [(229, 958), (232, 943), (236, 927), (239.8, 912), (243, 899), (246, 887)],
            [1.2, 3.6, 4.6, 5.6, 5.2, 2],
        ),
    ),
    cord(
        "flexor-digitorum-profundus",
        [(242, 906), (244.6, 894), (247.6, 882), (250.6, 866), (253.8, 850)],
        [0.8, 3.6, 4, 3.8, 3.4],
        [None, "pronator-quadratus", "flexor-digitorum-profundus"],
    ),
    *(
        cord("flexor-digitorum-superficialis", points, widths)
        for points, widths in (
            (
                [(244.6, 936), (246.6, 915), (249, 896), (251.6, 880), (254.6, 863), (257, 845)],
                [0.6, 2.6, 3.4, 3.6, 3.6, 3],
            ),
            (
                [(249, 940), (250.8, 915), (253, 896), (255.4, 880), (258, 863), (260.4, 845)],
                [0.6, 3, 3.8, 3.8, 3.6, 3],
            ),
            (
                [(253, 934), (254.8, 915), (256.6, 896), (258.8, 880), (261.4, 863), (263.6, 845)],
                [0.6, 2.6, 3.6, 3.8, 3.6, 3],
            ),
            (
                [(257, 926), (258.4, 912), (260, 896), (262, 880), (264.4, 863), (266.6, 845)],
                [0.6, 2.4, 3.2, 3.4, 3.4, 3],
            ),
        )
    ),
]
# The calf from behind: the medial head of gastrocnemius is the larger and ends lower; the Achilles tendon is waisted
# four centimetres above the heel and widens again to the tuber; soleus shows on both sides of it.
CALF_BEHIND = [
    ("curve", "gastrocnemius-medial", ["gastrocnemius-lateral"],
     [(78, 350), (82, 346), (82.8, 336), (83.6, 318), (85.4, 292), (86.8, 270), (86.6, 250), (80, 250),
      (76, 290), (76, 330)]),
    ("curve", "achilles-tendon", ["gastrocnemius-lateral", "soleus"],
     [(87, 258), (87.8, 248), (89.8, 241), (95, 236.4), (102, 234.8), (109, 236), (109, 230), (100, 222), (88, 222),
      (80, 240)]),
    ("curve", "soleus", ["gastrocnemius-lateral", "achilles-tendon"],
     [(125.6, 258), (121.4, 248.6), (116, 241), (109.6, 236.6), (106, 230), (102.4, 219), (98.4, 205), (94, 188),
      (90.6, 172), (90, 160), (97, 170), (104, 190), (116, 218), (124, 242)]),
    # the model's end runs out ragged
    ("curve", "gastrocnemius-medial", ["achilles-tendon", "soleus", "gastrocnemius-lateral"],
     [(87, 260), (86.4, 246), (84, 232), (79.6, 220.6), (73.6, 214.4), (67, 213.4), (61.4, 216), (56.8, 222),
      (53, 230), (58, 240), (70, 252)]),
]  # fmt: skip
ACHILLES = [
    ("curve", "achilles-tendon", [None, "achilles-tendon", "soleus", "plantaris", "plantaris/tendon"],
     [(67.4, 170), (68, 150), (68.4, 128), (68.6, 108), (68.2, 90), (66.6, 74), (64, 61), (61, 50), (59.6, 41),
      (61.6, 34), (68, 31), (75, 30), (83, 32), (88, 37.6), (88.6, 45), (86.4, 54), (84, 65), (82.2, 78), (81.6, 90),
      (82, 102), (84, 122), (85.8, 140), (86, 156), (78, 172)]),
]  # fmt: skip

# The tendons of the fibular muscles round the outer ankle.
HEEL = [
    # the long flexor's tendon shines through the muscles of the sole in the model
    ("straight", "abductor-digiti-minimi-foot", ["flexor-digitorum-longus", "flexor-digitorum-longus/tendon"],
     box(88, 0, 140, 30)),
    # the Achilles tendon spreads over the middle of the tuber
    ("straight", None, ["achilles-tendon"], box(56, 20, 95, 140)),
    *ACHILLES,
]  # fmt: skip
FIBULAR = [
    ("straight", None, ["fibularis-brevis", "fibularis-longus", "fibularis-brevis/tendon", "fibularis-longus/tendon"],
     [(84, 20), (125, 20), (125, 84), (84, 84)]),
    cord("fibularis-longus", [(99.4, 89), (97, 77), (94, 64), (95, 52), (99, 41), (103, 31)], 3.4),
    cord("fibularis-brevis", [(94.8, 89), (97, 77), (98.6, 64), (100.6, 53), (105, 42), (111, 34), (115.4, 28)],
         [6.4, 5.6, 4.8, 4.6, 4.6, 4.2, 3]),
]  # fmt: skip

# The deep muscles beside the spine, by hand after the model and anatomy: an unbroken herringbone from the second neck
# vertebra to the sacrum. Each bundle runs from a transverse process, where it ends in a point, up and in to the spines;
# between two bundles a cleft runs up. The rotatores, missing in the model, are the small tips in the clefts.
SEMISPINALIS_CERVICIS = [
    (4, 1500), (8, 1497), (14, 1488), (21, 1477), (26, 1466), (28.6, 1458), (34, 1445.6), (30.6, 1447.4), (23.6, 1463),
    (27.6, 1449), (33, 1430.6), (29.6, 1432.6), (23, 1448), (26.6, 1430), (30.6, 1407.6), (27.6, 1409.6), (22.4, 1427),
    (27, 1406), (31.6, 1384), (28.6, 1386), (23.4, 1402), (27.4, 1384), (30.6, 1361), (28.4, 1360.6), (25.4, 1374),
    (20, 1394), (14, 1414), (9, 1428), (6, 1440), (4, 1441), (7.6, 1450), (4.2, 1456), (8, 1464), (4, 1470), (7, 1480),
    (3.6, 1484), (5, 1492),
]  # fmt: skip
SEMISPINALIS_THORACIS = [
    (9, 1429), (14, 1414), (20, 1394), (25.4, 1374), (28.4, 1360.6), (33.6, 1334), (30.8, 1335.6), (25.6, 1360),
    (29.4, 1330), (33.4, 1302), (30.6, 1303.6), (25, 1330), (29.2, 1295), (33.2, 1267.4), (30.4, 1269), (24, 1298),
    (28.6, 1264), (33, 1237.6), (29.8, 1239.6), (20.5, 1278), (25, 1232), (28.8, 1203.4), (25.6, 1205.6), (17.5, 1242),
    (21.4, 1202), (24.8, 1175.6), (21.6, 1177.6), (15, 1208), (18.2, 1176), (20.8, 1150), (17.6, 1152), (14, 1180),
    (10, 1205), (8, 1235), (6, 1262), (3.6, 1276), (5.4, 1300), (2.6, 1319), (5, 1336), (2.4, 1360), (6, 1372),
    (3.4, 1386), (6.4, 1402), (8, 1416), (6, 1428),
]  # fmt: skip
MULTIFIDUS_THORACIC = [
    (3, 1273), (6, 1262), (8, 1235), (10, 1205), (14, 1180), (17.6, 1152), (19, 1148), (17.6, 1139), (14, 1128),
    (10.6, 1139), (7.6, 1148), (3.8, 1152), (7, 1160), (3.4, 1176), (6.6, 1191), (3.2, 1211), (5.8, 1223), (2.6, 1240),
    (5, 1252),
]  # fmt: skip
MULTIFIDUS_LUMBAR = [
    (4, 1151), (19, 1148), (21.6, 1136), (23.2, 1118), (20.2, 1120), (14.6, 1146), (19.4, 1116), (24.8, 1094),
    (21.6, 1096), (15, 1126), (20.6, 1086), (25.8, 1059), (22.6, 1061), (15.5, 1094), (21.4, 1053), (26.2, 1030),
    (23, 1032), (16, 1064), (21.8, 1022), (26.4, 999), (23.2, 1001), (16.5, 1032), (20.8, 1000), (25, 976),
    (21.8, 978), (15.6, 1004), (19, 980), (24.4, 963), (31, 949.6), (36.4, 941.6), (37.4, 934), (36, 922), (33, 910),
    (28, 900), (21.4, 889), (17, 885), (14.6, 888), (15, 899), (11.6, 916), (9, 930), (4.6, 943), (6, 953), (5, 972),
    (3.8, 1000), (4, 1026), (3.4, 1031), (7, 1044), (3.6, 1056), (7, 1068), (3.8, 1087), (8, 1103), (3.6, 1120),
]  # fmt: skip
MULTIFIDUS_CERVICAL = [
    (8, 1512), (15, 1516.6), (22.4, 1520.4), (24.6, 1512), (25.4, 1503), (21.6, 1506), (17, 1513), (20, 1502),
    (23.8, 1490.6), (20.4, 1493.6), (15.6, 1504), (19, 1489), (22.4, 1477.4), (14, 1488), (8, 1497), (5.6, 1503),
]  # fmt: skip


def levator(x, v, p, q, base=27):
    """A short fan from the tip of a transverse process to the edge of a rib, which slopes down and outwards."""
    one, other = (p + 0.43 * base, q - 0.25 * base), (p - 0.43 * base, q + 0.25 * base)
    sides = []
    for end, bow in ((one, 0.8), (other, -0.8)):
        dx, dv = end[0] - x, end[1] - v
        n = math.hypot(dx, dv)
        sides.append([(x + t * dx - bow * dv / n * w, v + t * dv + bow * dx / n * w)
                      for t, w in ((0, 1), (0.3, 1.2), (0.65, 0.8), (1, 0))])  # fmt: skip
    return [*sides[0], *sides[1][::-1]]


LEVATOR_ENDS = [
    (35, 1454, 62, 1409), (34.5, 1430, 62, 1387), (33, 1406, 59, 1353), (33.5, 1382, 60, 1324), (34, 1356, 69, 1287),
    (36, 1327, 72, 1249), (35, 1296, 64, 1222), (34, 1263, 67, 1183), (33, 1233, 61.4, 1152), (32, 1202, 43, 1127),
]  # fmt: skip
LEVATORES = [levator(x - 2.4, v, p - 3.6, q + 0.8) for x, v, p, q in LEVATOR_ENDS]


def edge(axis, wide, upper):
    """The upper or lower edge of a rib, a little within it, so that muscle laps on bone; x grows outwards."""
    rows = [(abs(x), v, wide - 1.2) for x, v in axis]
    one, other = edges(rows)
    return one if (one[-2][1] > other[-2][1]) == upper else other


# The spaces between the ribs are filled from bone to bone: behind beside the spine, in front as far as the sternum,
# where the membrane and the internal intercostals follow the external ones.
SPACES_BEHIND = [
    ("straight", "intercostal-external", [None],
     edge(RIBS_BEHIND[n][:3], 11, False) + edge(RIBS_BEHIND[n + 1][:3], 11, True)[::-1])
    for n in range(1, 11)
]  # fmt: skip
SPACES_FRONT = [
    ("straight", muscle, [None],
     edge(RIBS_FRONT[n][part][cut:], wide, False) + edge(RIBS_FRONT[n + 1][part][cut:], wide, True)[::-1])
    for n in range(1, 8)
    for muscle, part, cut, wide in (("intercostal-external", 0, -4, 14.6), ("internal-intercostal-muscles", 1, 0, 13.4))
    if n > 1 or part
]  # fmt: skip
# Where the flesh of the external ones ends in each space, down and in as their fibres run; from there to the sternum
# they are a membrane, of which the beginning is drawn: the internal ones are seen through the rest.
MEMBRANES = [
    ((51, 1388), (42, 1358)), ((61, 1354), (53, 1328)), ((71, 1318), (64, 1294)), ((88, 1284), (80, 1260)),
    ((101, 1248), (93, 1223)), ((114, 1214), (105, 1187)), ((126, 1178), (116, 1148)),
]  # fmt: skip
JUNCTIONS = [point for pair in MEMBRANES for point in pair]
EXTERNAL_AND_INTERNAL = [
    ("straight", "internal-intercostal-muscles", ["intercostal-external"],
     [(0, 1388), *JUNCTIONS, (80, 1148), (60, 1215), (0, 1240)]),
    ("straight", "intercostal-external", ["internal-intercostal-muscles"],
     [(140, 1388), *JUNCTIONS, (140, 1148)]),
]  # fmt: skip
MEMBRANE = [
    ("straight", "intercostal-membrane", ["internal-intercostal-muscles"],
     [(x, v), (p, q), (p - wide, q), (x - wide, v)])
    for wide, ((x, v), (p, q)) in zip((2.8, 3.2, 3.2, 3.2, 3.2, 3.2, 2.8), MEMBRANES, strict=True)
]  # fmt: skip
# One fan from the third to the fifth rib to the coracoid process; its three slips part only close to the ribs.
PECTORALIS_MINOR = [
    (
        "straight",
        "pectoralis-minor",
        [
            None,
            "intercostal-external",
            "intercostal-membrane",
            "internal-intercostal-muscles",
            "serratus-anterior",
        ],
        [
            *curve(
                [
                    (126.6, 1398),
                    (119.6, 1387),
                    (110, 1371),
                    (100, 1355.4),
                    (90, 1342.6),
                    (81, 1333.6),
                    (76, 1329),
                ]
            ),
            *curve([(75, 1325), (78, 1321.4), (84, 1320), (89.4, 1319.4), (93.6, 1316.4)]),
            *curve([(93.6, 1316.4), (92, 1308), (89.6, 1300), (89, 1294)]),
            *curve([(89.6, 1290), (94, 1287), (99, 1286.4), (104.4, 1285)]),
            *curve([(104.4, 1285), (103.6, 1277), (103, 1270), (103, 1265)]),
            *curve(
                [
                    (104, 1261.6),
                    (108.6, 1260),
                    (113, 1262.6),
                    (116.6, 1270),
                    (119.6, 1285),
                    (122, 1303),
                    (125.4, 1328),
                    (128.4, 1352),
                    (130.6, 1374),
                    (131.4, 1390),
                ]
            ),
        ],
    ),
]
# From the outer sides of the ribs back to the shoulder blade, seen edge on: one pointed slip a rib, in series.
SERRATUS_FRONT = [
    ("straight", "serratus-anterior",
     [None, "intercostal-external", "internal-intercostal-muscles", "internal-oblique"],
     [*curve([(128, 1340), (132, 1337.6), (135.4, 1330), (137.4, 1318), (142, 1303), (146, 1283), (147.8, 1258),
              (148, 1234), (146.8, 1212), (143.6, 1188), (140.4, 1177), (136, 1169.6)]),
      *curve([(130, 1168), (134, 1176), (138.4, 1184), (141.6, 1193)]),
      *curve([(130, 1198.6), (133.6, 1206), (138, 1215), (142, 1226)]),
      *curve([(127.4, 1234), (129, 1241), (132.4, 1252), (137.6, 1266)]),
      *curve([(117, 1268.4), (118, 1272), (120, 1283), (124, 1305), (126, 1320)])]),
]  # fmt: skip
# Its upper slip, before pectoralis minor covers it.
SERRATUS_TOP = [
    ("curve", "serratus-anterior", [None, "supraspinatus", "subscapularis", "intercostal-external"],
     [(92, 1401), (99, 1402), (106, 1399.6), (112.6, 1393), (117.4, 1384), (116.6, 1375), (112, 1371), (107.6, 1377),
      (102, 1382.6), (95.6, 1386), (92, 1392)]),
]  # fmt: skip
# Where one slip of serratus lies before the next.
SERRATUS_SLIPS = [
    ("Slips of serratus anterior", points)
    for points in (
        [(141.6, 1193), (143.6, 1197), (146, 1203)],
        [(142, 1226), (144.4, 1231), (147.6, 1240)],
        [(137.6, 1266), (141.6, 1272), (146, 1281)],
        [(121, 1287), (129, 1297), (136, 1303.6), (142.6, 1306.6)],
        [(125.6, 1312), (130, 1318), (133, 1321.6), (136, 1323.6)],
    )
]
# From the angles of the third to the sixth rib to the neck (last, beside the others); from the transverse processes of
# the chest to those of the neck; over both, one strap from the mastoid process down along the transverse processes of
# C4 to T5.
BESIDE_NECK = [
    ("straight", None, ["longissimus-capitis"], EVERYWHERE),
    ("curve", "longissimus-cervicis", [None, "levatores-costarum", "iliocostalis-cervicis"],
     ribbon([(31, 1468), (32.6, 1457), (35, 1446), (37.4, 1434), (38.8, 1418), (39, 1394), (38.8, 1370), (38, 1347),
             (37.6, 1332)], [0.8, 1.8, 3, 3.8, 4, 3.8, 3.6, 2.8, 1.2])),
    ("curve", "longissimus-capitis",
     [None, "levatores-costarum", "scalenus-medius", "scalenus-posterior", "iliocostalis-cervicis",
      "longissimus-cervicis", "intercostal-external"],
     ribbon([(55.6, 1563), (52, 1546), (46.6, 1528), (40.6, 1513), (34.8, 1501.4), (30.8, 1491), (29, 1479),
             (29, 1466), (30.6, 1452), (32.6, 1438), (34, 1422), (34.4, 1395), (34.6, 1375), (35, 1362)],
            [3, 7.6, 7.6, 6.4, 5, 4, 3.4, 3.2, 3.2, 3.2, 3.2, 3.2, 2.4, 1.2])),
    # three slips up to the transverse processes of C4 to C6, beside the strap of longissimus capitis
    ("straight", "iliocostalis-cervicis",
     [None, "levatores-costarum", "intercostal-external", "longissimus-cervicis", "scalenus-posterior"],
     [*curve([(41.4, 1457), (43.6, 1452), (47.4, 1437.6), (52.6, 1423), (59.6, 1407)]),
      *curve([(58, 1403), (55.6, 1407), (54.4, 1410), (55.4, 1402), (59.4, 1382)]),
      *curve([(58, 1378), (55.6, 1382), (54.6, 1386), (55.4, 1376), (57.6, 1354)]),
      *curve([(56, 1350), (54, 1355), (53, 1360), (53.2, 1348), (54, 1325)]),
      *curve([(52.4, 1322), (51.4, 1338), (51, 1362), (51, 1385), (49.4, 1410), (45.6, 1430), (41.6, 1446),
              (40.4, 1454)])]),
    *(("curve", "iliocostalis-cervicis",
       [None, "levatores-costarum", "longissimus-cervicis", "scalenus-posterior", "scalenus-medius"], points)
      for points in (
          ribbon([(43, 1453), (41.6, 1466), (38.6, 1479), (34.4, 1488.6), (29.6, 1495)], [3, 2.8, 2.6, 2.2, 1]),
          ribbon([(43.6, 1449), (39.4, 1456), (34.4, 1464.4), (29, 1474)], [3, 2.6, 2.4, 1]),
          ribbon([(47, 1438), (41.4, 1444), (35.6, 1449.6), (30, 1456)], [3.4, 2.8, 2.4, 1]),
      )),
]  # fmt: skip
SPINE = [
    ("straight", None, ["semispinalis-cervicis", "semispinalis-thoracis", "multifidus-cervical", "multifidus-thoracic",
                        "multifidus-lumbar", "levatores-costarum", "longissimus-cervicis", "iliocostalis-cervicis"],
     [(0, 870), (82, 870), (82, 1530), (0, 1530)]),
    ("straight", None, ["intercostal-external"], [(0, 1100), (45, 1100), (50, 1300), (62, 1342), (62, 1400),
                                                (0, 1440)]),
    ("straight", None, ["intercostal-external"], box(58, 1386, 78, 1408)),
    ("curve", "scalenus-medius", [None], [(27, 1501), (30, 1502), (31.6, 1491), (31, 1483), (28.4, 1482),
                                          (26.8, 1490)]),
    *(("straight", "levatores-costarum", [None, "intercostal-external"], points) for points in LEVATORES),
    ("straight", "multifidus-cervical", [None, "longissimus-cervicis"], MULTIFIDUS_CERVICAL),
    ("straight", "semispinalis-cervicis", [None, "longissimus-cervicis"], SEMISPINALIS_CERVICIS),
    ("straight", "semispinalis-thoracis", [None, "longissimus-cervicis"], SEMISPINALIS_THORACIS),
    ("straight", "multifidus-lumbar", [None, "quadratus-lumborum"], MULTIFIDUS_LUMBAR),
    ("straight", "multifidus-thoracic", [None, "multifidus-lumbar"], MULTIFIDUS_THORACIC),
    *BESIDE_NECK,
    *(("curve", f"rotatores-{part}", None, slip(*points))
      for part, points in (
          ("cervical", (24.4, 1482, 17.6, 1498, 4)), ("cervical", (31.4, 1437, 24, 1460, 4)),
          ("cervical", (29.4, 1414, 23, 1440, 3.8)),
          ("thoracic", (31.2, 1274, 24.8, 1296, 3.4)), ("thoracic", (28.4, 1234, 20.8, 1268, 4.4)),
          ("thoracic", (24.4, 1200, 17.8, 1233, 4.2)), ("thoracic", (20.8, 1172, 15.2, 1200, 3.6)),
          ("lumbar", (22.8, 1057, 16, 1086, 4)), ("lumbar", (23.2, 1028, 16.4, 1056, 4)),
          ("lumbar", (23.4, 997, 17, 1024, 4)),
      )),
    *SPACES_BEHIND,
]  # fmt: skip

# The slips beside the neck, smooth from end to end.
SCALENES = [
    ("straight", None, ["scalenus-anterior", "scalenus-medius", "scalenus-posterior", "omohyoid"],
     [(8, 1410), (95, 1410), (95, 1520), (8, 1520)]),
    ("curve", "scalenus-posterior", [None], [(44, 1460), (49, 1453), (56, 1443.6), (63, 1434.6), (65.4, 1429.4),
                                             (56, 1432), (48.6, 1439.6), (45, 1448)]),
    ("curve", "scalenus-medius", [None, "scalenus-posterior"],
     [(26.6, 1512), (30, 1516), (33.6, 1510), (36.2, 1496), (38.8, 1481), (42, 1466), (45.6, 1450), (49.4, 1436),
      (53, 1426), (55.4, 1416), (55.6, 1406), (50, 1408), (48, 1428), (44, 1441), (38, 1457.6), (33.4, 1471),
      (29.4, 1483), (28.6, 1491), (27.4, 1500)]),
    ("curve", "scalenus-anterior", [None, "scalenus-medius"],
     [(26, 1488), (28.6, 1484), (33.4, 1471), (38, 1457), (43.4, 1441), (47.4, 1429.6), (51.6, 1417), (53, 1404),
      (47, 1404), (45.4, 1418), (39.6, 1430), (32, 1445.6), (27, 1459), (26.4, 1469), (25.6, 1479)]),
]  # fmt: skip


def behind(bone, muscles):
    """Muscles end at the edge of a bone that lies before them."""
    return ("straight", None, muscles, [(abs(x), v) for x, v, *_ in bone])


# Parts of a muscle's region that are drawn as tendon: "tendon" takes what lies beyond the point (x, v) in the
# direction (dx, dv), reaching `k` times its depth further up the middle of the belly.
def tendon(muscle, x, v, dx, dv, k=4.0):
    return ("tendon", f"{muscle}/tendon", [muscle], (x, v, dx, dv, k))


# Behind the lower jaw and the collar bone.
BEHIND_BONE = [
    behind(JAW_FRONT, ["scalenus-anterior", "scalenus-medius", "longus-capitis", "longus-colli"]),
    behind(CLAVICLE, ["scalenus-anterior", "scalenus-medius", "scalenus-posterior", "omohyoid"]),
    (
        "straight",
        None,
        ["scalenus-anterior", "scalenus-medius", "scalenus-posterior"],
        box(20, 1380, 90, 1412),
    ),
]
OMOHYOID = [
    ("curve", "omohyoid", None,
     ribbon([(14.6, 1497), (16, 1488), (18.4, 1475), (21.6, 1462), (27, 1452.6), (36, 1443.4), (46, 1436), (57, 1429.6),
             (70, 1425), (82, 1420), (96, 1412)], [3.6, 4.6, 5, 4.6, 3.2, 2.6, 3, 4, 5, 5.4, 5.6])),
    # held to the collar bone by its middle tendon
    ("curve", "omohyoid/tendon", ["omohyoid"], [(25, 1449), (30, 1452), (37, 1447), (46, 1441), (53, 1434), (50, 1431),
                                                (42, 1434), (33, 1441)]),
]  # fmt: skip
NECK_BEHIND = [
    ("straight", None, ["multifidus-cervical", "scalenus-medius", "scalenus-posterior", "obliquus-capitis-superior"],
     [(0, 1426), (70, 1426), (70, 1566), (0, 1566)]),
    ("straight", None, ["semispinalis-cervicis"], [(0, 1440), (40, 1440), (40, 1510), (0, 1510)]),
    ("curve", "semispinalis-cervicis", [None], [(4, 1501), (8, 1497), (14, 1488), (20.6, 1477), (26, 1465), (29, 1452),
                                                (31, 1441), (29, 1434), (14, 1433), (6, 1440), (4.6, 1455), (4, 1475)]),
    ("curve", "multifidus-cervical", [None], [(8, 1512), (15, 1516), (22, 1521), (24.4, 1513), (24, 1501), (23.4, 1488),
                                              (21, 1477), (14.4, 1488), (8, 1497), (5.6, 1503)]),
    ("straight", None, ["rectus-capitis-posterior-major"], [(0, 1510), (45, 1510), (45, 1566), (0, 1566)]),
    ("curve", "rectus-capitis-posterior-major", [None, "obliquus-capitis-superior"],
     [(2, 1515.6), (5, 1516), (10, 1523), (17, 1531.4), (24, 1538.6), (30, 1547), (33.4, 1554), (30.4, 1561),
      (27, 1561), (22, 1555), (17, 1548), (10, 1537), (4, 1526), (1.4, 1518.6)]),
    ("curve", "scalenus-medius", [None, "longissimus-cervicis"],
     [(26.4, 1518), (29.4, 1514), (32.6, 1507), (35.2, 1499), (38, 1484), (41.6, 1466), (36, 1471.4), (31.4, 1477),
      (27.6, 1487), (28.6, 1497), (27.4, 1506)]),
    ("curve", "scalenus-posterior", [None, "longissimus-cervicis"],
     [(28.8, 1477), (33, 1475), (40, 1467), (47.5, 1454.6), (56, 1443.6), (63.5, 1433.6), (68.4, 1425.4),
      (57.5, 1430), (48, 1440), (39.5, 1449.6), (35, 1458), (31, 1466), (28.6, 1474)]),
    ("curve", "obliquus-capitis-superior", [None], [(29, 1562), (34, 1564.4), (40, 1562), (42.4, 1555), (42.4, 1547),
                                                    (41, 1541), (37.6, 1546), (33, 1554)]),
]  # fmt: skip
# The flank from behind. Layer 2: internal oblique arises from the crest and from the thoracolumbar fascia, beside which
# the floor of the upper lumbar triangle shows, and wraps round the flank up to the last three ribs.
FLANK = [
    ("straight", "intercostal-external", ["transversus-abdominis"], box(84, 1073.6, 108, 1098)),
    ("curve", "internal-oblique", ["intercostal-external"], [(80, 1071), (88, 1080), (96, 1087), (104, 1092.6),
                                                             (106, 1084), (94, 1070)]),
    ("straight", "internal-oblique", ["transversus-abdominis", None],
     [(71.6, 1004), *curve([(72, 1006), (73.2, 1026), (75.8, 1050), (80, 1071)]), (86, 1071), (86, 1004)]),
    ("straight", "thoracolumbar-fascia", ["transversus-abdominis", "internal-oblique"],
     [*curve([(71.6, 1003), (73, 1026), (75.4, 1050), (79, 1071)]), (78, 1080), (60, 1080), (60, 1003)]),
    ("curve", "internal-oblique", [None], [(112, 1068), (118.6, 1065), (119, 1056), (117, 1044), (116.6, 1030),
                                           (118, 1014), (112, 1016), (108, 1040)]),
]  # fmt: skip
# Serratus posterior inferior: clefts part its four slips.
SLIPS_BELOW = [
    ("straight", None, ["serratus-posterior-inferior"], points)
    for points in (
        [(99, 1170.4), (62, 1147), (97, 1161.6)],
        [(95, 1132), (56, 1107), (93, 1123)],
        [(88, 1101), (50, 1075.6), (84, 1090)],
    )
]
# With gastrocnemius off, soleus is seen to reach down on both sides of its tendon.
SOLEUS = [
    ("straight", "soleus", ["achilles-tendon"], [(40, 138), (140, 138), (140, 262), (40, 262)]),
    ("curve", "soleus", [None, "plantaris", "plantaris/tendon"],
     [(52, 320), (46.6, 295), (44, 272), (44.6, 252), (47, 234), (50.4, 218), (54.4, 200), (58.4, 180), (61.4, 160),
      (63.6, 146), (67, 132), (72, 150), (72, 200), (66, 300)]),
    ("curve", "achilles-tendon", ["soleus"], [(64, 137), (65, 160), (66.8, 185), (69.4, 210), (74, 238), (80, 264),
                                              (86, 238), (90, 212), (91, 188), (89.4, 165), (86.4, 137)]),
]  # fmt: skip
# A small belly above the outer condyle; its long thin tendon runs obliquely inwards on soleus, then along the inner
# border of the Achilles tendon to the heel.
PLANTARIS_TENDON = cord(
    "plantaris",
    [(88.8, 396), (86.4, 382), (83.2, 363), (79, 349), (74.6, 335.6), (70, 320), (64.8, 304), (59.4, 289), (55.2, 275),
     (52.6, 260), (52.6, 240), (54.6, 220), (57, 200), (59.6, 180), (61.8, 160), (63.2, 140), (63.6, 120), (63.8, 100),
     (63.8, 84), (63, 70), (61.2, 58), (59.4, 46)],
    [0.8, 4, 4.2, 4.2, 4.2, 4.2, 4.2, 4.2, 4, 3.8, 3.4, 3.2, 2.8, 2.8, 2.8, 3, 3.2, 3.2, 3.2, 3.2, 3.2, 2.4],
)  # fmt: skip

# The model's mimic muscles are blocks: straps and fans from the bone to the corner of the mouth and the lips.
MIMIC = ["masseter", "zygomaticus-major", "zygomaticus-minor", "levator-labii-superioris", "levator-anguli-oris",
         "risorius", "depressor-anguli-oris", "depressor-labii-inferioris", "mentalis"]  # fmt: skip
LOWER_LIP = ("depressor-labii-inferioris", "depressor-anguli-oris", "mentalis")
# The strap muscles end at the hyoid bone; temporalis passes behind the cheek bone.
UNDER_HYOID = (
    "straight",
    None,
    ["sternohyoid", "omohyoid"],
    [(0, 1490.8), (12, 1491.2), (18, 1494), (22, 1500), (25, 1508), (25, 1514), (0, 1514)],
)
LONGUS_CAPITIS = [(26, 1504), (26.6, 1498), (26.4, 1488), (25.8, 1476), (24.6, 1466.6), (23, 1470), (20.8, 1480),
                  (20.2, 1488), (21, 1494), (20.4, 1500), (23, 1505)]  # fmt: skip
FEMUR_SHAFT = ribbon([(98, 772), (96.6, 750), (94.4, 724), (91.8, 700), (89.4, 680), (87, 660), (85, 640), (82.8, 620),
                      (80.4, 600), (77.6, 580)], [1.2, 2.6, 3, 3, 3, 3, 3, 3.2, 3.8, 6])  # fmt: skip
# Beside the midline the straight part; its lower oblique part comes from the transverse process of C6.
LONGUS_COLLI = [
    [(4, 1512), (4.6, 1490), (4.4, 1470), (4.4, 1450), (4.6, 1430), (5.2, 1414), (6.6, 1403.4), (8.4, 1400.4),
     (9.6, 1408), (10.8, 1420), (12.6, 1434), (14.2, 1448), (14.6, 1460), (14, 1475), (12.4, 1492), (10.6, 1512)],
    [(24, 1461), (21.6, 1462.6), (19.4, 1457), (16.6, 1446), (13.6, 1434), (10, 1424), (8.6, 1412), (7.6, 1401.4),
     (11, 1403.4), (15, 1414), (18.4, 1428), (21.6, 1443), (24.2, 1455)],
]  # fmt: skip
DIGASTRIC_BEHIND_JAW = ribbon([(60, 1572), (57.4, 1564), (53.8, 1555), (50.4, 1546), (47.6, 1537), (45, 1528)],
                              [3, 5, 5.6, 5, 4, 2.4])  # fmt: skip
FACE = [
    # below the edge of the jaw
    ("curve", None, ["sternocleidomastoid"], [(8, 1530), (8, 1494), (18, 1492), (25, 1493), (32, 1500.6), (39, 1507),
                                              (45.4, 1511), (48, 1518), (51, 1530), (40, 1540), (20, 1540)]),
    ("straight", None, ["omohyoid", "longus-capitis"], [(10, 1494), (30, 1494), (30, 1510), (10, 1510)]),
    ("straight", None, MIMIC, [(0, 1497), (70, 1497), (70, 1582), (0, 1582)]),
    *(
        ("curve", muscle, [None, *MIMIC, *(["orbicularis-oris"] if muscle in LOWER_LIP else [])], points)
        for muscle, points in (
            # a strap from the cheek bone's arch down and in to the angle of the jaw
            ("masseter", [(62.4, 1571), (58, 1567.6), (53, 1564), (46.6, 1554.6), (42.8, 1543), (40.8, 1531),
                          (40.2, 1521), (40.2, 1515), (43, 1516), (46.6, 1519.6), (48.6, 1528), (51, 1538),
                          (54, 1549), (59, 1560.6)]),
            ("levator-anguli-oris", [(24.6, 1562), (27, 1559), (29, 1552), (31, 1544), (28.6, 1543), (23, 1547),
                                     (20.4, 1550), (21.6, 1556)]),
            ("levator-labii-superioris", [(16.6, 1578), (22, 1573.4), (28.6, 1569), (26, 1566), (21.4, 1562),
                                          (18.4, 1556), (16.8, 1549), (13.6, 1550), (13.8, 1559), (15, 1568)]),
            ("zygomaticus-minor", [(51, 1576), (49.6, 1571), (43, 1566), (35, 1563.4), (28, 1562), (23.4, 1557.6),
                                   (20.4, 1547), (16.4, 1548), (17.4, 1557), (21.4, 1563.6), (27, 1567.4),
                                   (35, 1569), (44, 1572)]),
            ("zygomaticus-major", [(51, 1575), (54, 1578), (56.4, 1573), (54, 1564.6), (48, 1556), (41, 1547),
                                   (35, 1538), (30, 1535), (30, 1542), (37, 1550), (44, 1559), (48.6, 1567)]),
            ("risorius", [(31, 1531.6), (36, 1534.6), (41, 1536.8), (45.6, 1538), (46.6, 1533.6), (42, 1531),
                          (37, 1528.8), (33, 1527.4)]),
            # from the oblique line of the jaw up and in to the lip, whose ring it enters
            ("depressor-labii-inferioris", [(11, 1503), (17, 1504), (23, 1505.8), (27.6, 1508.6), (26.6, 1511.6),
                                            (24, 1515.4), (20, 1519), (14, 1517.8), (7.8, 1515.6), (7.6, 1512.6),
                                            (8.8, 1508)]),
            # a triangle from near the lower edge of the jaw, which stays free, to the corner of the mouth
            ("depressor-anguli-oris", [(31.6, 1532.6), (34, 1528.4), (36, 1521.6), (37.6, 1515), (37.4, 1512),
                                       (33, 1508.2), (27, 1505.4), (21, 1503.6), (22.4, 1506.4), (25.4, 1511),
                                       (28, 1517), (29.4, 1525)]),
            # a cone from under the front teeth to the skin of the chin
            ("mentalis", [(0.8, 1501), (0.9, 1506), (2, 1511), (4.6, 1512.4), (6.6, 1510.6), (8, 1506),
                          (10, 1502), (6.6, 1500.6)]),
        )
    ),
]  # fmt: skip

# The two heads of biceps end in one tendon, which narrows and sinks between brachioradialis and pronator teres.
BICEPS_TENDON = [(210.4, 1180), (212.4, 1166), (215, 1152), (218.4, 1139), (222.6, 1127), (226.6, 1116), (230, 1105),
                 (232.6, 1094), (233.6, 1084), (231.4, 1090), (228, 1099), (223.8, 1107), (219, 1115.6), (214, 1126),
                 (210, 1139), (208.8, 1152), (209.2, 1166)]  # fmt: skip
BESIDE_TENDON = [
    [(230, 1142), (240, 1120), (240, 1082), (233, 1078), (230, 1092), (227, 1106), (222, 1118), (217.6, 1130)],
    [(199, 1140), (210, 1140), (215, 1128), (221, 1118), (226.6, 1106), (232, 1090), (224, 1083), (204, 1108)],
]  # fmt: skip

# What is seen of the pterygoids between the branch of the jaw and the teeth: the lateral one above, under the cheek
# bone, the medial one below it.
PTERYGOIDS = [
    ("straight", None, ["lateral-pterygoid", "medial-pterygoid"], EVERYWHERE),
    ("curve", "lateral-pterygoid", [None],
     [(33.4, 1550.4), (36.6, 1556), (41, 1559.4), (46, 1561.6), (44.6, 1556.6), (42, 1551), (39.6, 1546.4),
      (36, 1547.4)]),
    ("curve", "medial-pterygoid", [None],
     [(32.6, 1547.4), (35.4, 1547), (38.8, 1545), (37.6, 1539.6), (35.4, 1533.6), (33, 1531), (32.2, 1534),
      (31.8, 1541)]),
]  # fmt: skip
# Cheek, in the same gap.
BUCCINATOR = [(33.4, 1549), (36.4, 1549.6), (37.4, 1545.6), (36.2, 1540), (34, 1533.6), (31, 1528.6), (28, 1525.4),
              (28.6, 1528.6), (31, 1532.6), (32.4, 1538), (32.4, 1544)]  # fmt: skip

# Floor of the triangle between sternocleidomastoid and trapezius: levator scapulae behind, the middle scalene before.
POSTERIOR_TRIANGLE = [
    ("curve", "scalenus-medius", [None],
     [(40, 1482), (44.6, 1474), (47, 1462), (50.6, 1448), (55, 1436), (59, 1426), (62, 1415), (56, 1405), (44, 1405),
      (38, 1430), (38, 1460)]),
    ("straight", "levator-scapulae", [None],
     [(42, 1474), (48, 1463), (54, 1451), (62, 1441), (72, 1434), (80, 1428), (95, 1424), (100, 1405), (55, 1405),
      (40, 1450)]),
    behind(CLAVICLE, ["levator-scapulae", "scalenus-medius"]),
]  # fmt: skip

# A slim head with a round tendon from the breastbone, before a flat fleshy one from the collar bone; between them a
# cleft; both narrow to the mastoid.
STERNOMASTOID = [
    ("straight", None, ["sternocleidomastoid"], EVERYWHERE),
    (
        "curve",
        "sternocleidomastoid",
        [None, "sternohyoid", "omohyoid", "trapezius-upper", "scalenus-medius", "longus-capitis"],
        [
            (60.6, 1575),
            (62.6, 1569),
            (61.8, 1560),
            (59.6, 1549),
            (56.6, 1537),
            (53, 1524),
            (49.4, 1510),
            (45.8, 1494),
            (42.8, 1476),
            (43, 1460),
            (45.2, 1444),
            (48.6, 1430),
            (52.4, 1415.4),
            (44, 1414.6),
            (36, 1415),
            (30.4, 1416),
            (30, 1424),
            (30, 1434),
            (29.4, 1445),
            (27.4, 1452),
            (25.6, 1443),
            (23.4, 1430),
            (21, 1418),
            (18.8, 1408),
            (16.6, 1398),
            (14.4, 1390),
            (11.6, 1384.6),
            (9, 1384.6),
            (7.6, 1390),
            (8.2, 1400),
            (9.8, 1413),
            (11.6, 1428),
            (14.6, 1443),
            (18.2, 1459),
            (22.2, 1475),
            (26.4, 1490),
            (30.6, 1503),
            (35, 1516),
            (41, 1530),
            (47, 1546),
            (53, 1562),
            (57, 1574),
        ],
    ),
    (
        "curve",
        "sternocleidomastoid/tendon",
        ["sternocleidomastoid"],
        [
            (4, 1378),
            (20, 1378),
            (21, 1396),
            (19, 1404),
            (18.2, 1412),
            (17.6, 1421),
            (17, 1432),
            (14.8, 1421),
            (12, 1412),
            (9, 1405),
            (4, 1398),
        ],
    ),
]
# The upper border of trapezius goes on behind sternocleidomastoid, beside which it shows on its way to the occiput.
TRAPEZIUS_EDGE = (
    "curve",
    "trapezius-upper",
    [None],
    [(72, 1443), (66, 1449.4), (60.4, 1454.8), (55.6, 1460.4), (52, 1467.6), (49.8, 1476.6), (49.2, 1487), (50, 1498),
     (51.6, 1508), (53.8, 1518.6), (56, 1529), (57.4, 1539), (54, 1537), (46, 1505), (40, 1470), (52, 1450)],
)  # fmt: skip
# From the oblique line of the thyroid cartilage down behind the manubrium.
STERNOTHYROID = [(12.4, 1473.6), (15.4, 1476), (18.2, 1474), (20, 1461), (19.4, 1440), (17.4, 1420), (15.6, 1398),
                 (4, 1398), (6, 1420), (8.8, 1445), (11, 1463)]  # fmt: skip
MANUBRIUM = [
    (0, 1401),
    (7, 1402),
    (12.2, 1405.4),
    (13, 1411),
    (20.4, 1416.4),
    (36, 1416.4),
    (36, 1360),
    (0, 1360),
]

# The end of semimembranosus runs on round the inner condyles to the tibia.
INNER_KNEE = [
    ("curve", "semimembranosus", [None],
     ribbon([(29.6, 480), (30.6, 457), (32.8, 441), (36, 428), (39.6, 416), (44, 405), (50, 396), (56, 391)],
            [4, 3.4, 3.4, 4.4, 5.6, 8, 9, 6])),
]  # fmt: skip
# At the inner ankle the tendon passes behind the malleolus.
BEHIND_MALLEOLUS = [
    ("straight", None, ["flexor-digitorum-longus", "flexor-digitorum-longus/tendon"], box(40, 20, 80, 136)),
    cord(
        "flexor-digitorum-longus",
        [(61.6, 160), (61.6, 150), (60.6, 138), (58.4, 126), (54.6, 112), (49, 101), (45.4, 93)],
        [0.8, 2.6, 5.6, 4.6, 3.4, 2.8, 1.8],
    ),
]
# Tapers to the head of the fibula.
FIBULAR_HEAD = [
    ("straight", None, ["biceps-femoris-long", "biceps-femoris-long/tendon"], box(105, 390, 140, 434)),
    cord("biceps-femoris-long", [(124.4, 446), (123.4, 434), (120.6, 422), (117.4, 412)], [4, 6, 5, 3.4]),
]
HALLUCIS = [
    (
        "straight",
        None,
        ["extensor-hallucis-longus/tendon", "extensor-hallucis-longus", "flexor-hallucis-longus"],
        box(80, 108, 105, 138),
    ),
    cord(
        "extensor-hallucis-longus",
        [(93, 146), (90, 132), (86.8, 118), (83.6, 107), (81, 100)],
        [3, 4.6, 5.2, 5.2, 4.6],
    ),
]
# Front, layer 3: slender tendons on both sides of the shin come from behind the bone and pass behind it again.
BESIDE_SHIN = [
    ("straight", None, ["plantaris"], EVERYWHERE),
    cord("plantaris", [(70, 326), (66.6, 311), (61.4, 294), (56, 278), (53, 264), (51.8, 250), (52.8, 236), (54.8, 222),
                       (57, 208), (59, 196), (61, 182)],
         [3, 5, 6, 5, 4.4, 4, 4, 4, 3.8, 3.4, 2], [None, "flexor-digitorum-longus"]),
    behind(TIBIA, ["plantaris/tendon"]),
    cord("fibularis-brevis", [(107.6, 178), (108.8, 164), (108.8, 150), (108, 136), (107, 122)],
         [2.6, 2.6, 2.6, 2.4, 2], [None]),
    ("straight", None, ["fibularis-brevis/tendon"], ribbon([(abs(x), v) for x, v, _ in FIBULA],
                                                           [w for _, _, w in FIBULA])),
]  # fmt: skip
# From the outer supracondylar line down and in, and out to a thread.
PLANTARIS_BELLY = [(97, 497), (102.6, 495), (105.6, 486), (105.6, 470), (104.6, 450), (103, 430), (99.6, 412),
                   (95, 396), (90, 378), (86.4, 362), (82.6, 363), (84, 382), (84.6, 400), (83.6, 420), (82.6, 440),
                   (82.8, 460), (85.4, 478), (90.4, 491)]  # fmt: skip
CREST = (
    "straight",
    None,
    ["teres-major"],
    [(171, 1350), (175.6, 1332), (175.6, 1318), (171, 1295), (200, 1295), (200, 1350)],
)
# Sartorius thins out to its tendon, which spreads on the tibia.
PES = tendon("sartorius", 44, 414, 0.35, -1, 3)

# Front, layer 3: the flesh of transversus at the flank, from the inner sides of the costal arch and the iliac crest.
# Its medial edge, hollow as a crescent, is the linea semilunaris; the sheet that follows is cut off there, and so is
# what runs from the inguinal ligament: behind them lie psoas, iliacus and quadratus lumborum.
TRANSVERSUS_INNER = [
    (37, 1190),
    (45, 1164),
    (54, 1137),
    (62, 1110),
    (68, 1083),
    (72.4, 1058),
    (76, 1034),
    (80, 1010),
    (86, 988),
    (95, 967),
    (106, 950),
    (115.6, 938.6),
]
TRANSVERSUS = [
    *curve(TRANSVERSUS_INNER),
    *curve([(117.6, 938.6), (121.4, 948), (123, 962), (122, 980), (117, 1000), (111, 1018), (108, 1036),
            (110.4, 1050), (115.6, 1064), (120, 1073)]),
    *curve([(119, 1072.4), (113.4, 1068), (106, 1067), (99.4, 1071), (92.6, 1078), (86.4, 1086.6), (78, 1103),
            (71, 1117.6), (64.4, 1133), (58, 1145.6), (52, 1157), (46, 1172), (40, 1185.6)]),
]  # fmt: skip
TRANSVERSUS_SHEET = [
    *curve(TRANSVERSUS_INNER),
    *curve([(115.6, 943), (109.4, 955), (101.4, 972), (94.4, 992), (89.4, 1012.6), (85.6, 1035), (81.4, 1058.6),
            (76, 1083), (69.4, 1109.6), (60.8, 1136), (51, 1160), (44, 1178)]),
]  # fmt: skip
# Missing in the model, drawn from anatomy.
# The flesh of psoas minor; its tendon is drawn over psoas.
PSOAS_MINOR = ribbon([(21, 1132), (23.4, 1110), (25.6, 1085), (27.8, 1058), (29.4, 1036)], [4, 7, 8, 6, 2.4])

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

# The model's extensor tendons run together on the foreshortened foot: four slips over extensor digitorum brevis, and
# the interossei between the metatarsals.
FOOT_DEEP = [
    ("straight", None, ["extensor-hallucis-brevis", "dorsal-interossei-foot", "extensor-hallucis-longus",
                        "extensor-hallucis-longus/tendon", "extensor-digitorum-longus",
                        "extensor-digitorum-longus/tendon"], [(50, 0), (150, 0), (150, 104), (50, 104)]),
    *(
        ("curve", muscle, [None], points)
        for muscle, points in (
            ("dorsal-interossei-foot", [(80.6, 55), (86, 54), (89, 48), (89, 39), (86.8, 29), (85, 20.6), (82.6, 20.6),
                                        (81.6, 31), (78.6, 40), (77.4, 49)]),
            ("dorsal-interossei-foot", [(96.4, 54), (99, 48), (102, 39), (103, 32), (101, 25), (98.4, 25.6),
                                        (96.4, 35), (95.2, 45)]),
            ("dorsal-interossei-foot", [(106.6, 49), (109.6, 42), (114, 34), (116, 28), (114, 25), (110, 28.6),
                                        (107.4, 36), (106, 42)]),
            ("dorsal-interossei-foot", [(113.4, 46), (117.6, 40), (124, 31), (126.4, 26.4), (124.4, 24.4), (120, 27.4),
                                        (116.4, 33), (113.6, 40)]),
            ("extensor-hallucis-brevis", [(87, 76), (92, 75), (97.4, 71.6), (101.6, 65.4), (101.6, 59.6), (98, 62.6),
                                          (94, 66.4), (89.4, 65), (85.4, 61), (80.4, 52.6), (76.8, 44), (74.2, 41.6),
                                          (73.6, 48), (78, 56.8), (81.8, 64.6), (83.8, 72)]),
        )
    ),
    cord("extensor-hallucis-longus", [(84, 109), (80.4, 99), (76, 83), (72.4, 67), (71, 50), (72.2, 37), (75, 24),
                                      (78.4, 11)],
         [5.4, 5, 4.6, 4.6, 4.6, 4.6, 4, 2.4]),
]  # fmt: skip
TOES = [
    ("straight", None, ["extensor-digitorum-longus", "extensor-digitorum-longus/tendon", "extensor-digitorum-brevis",
                        "fibularis-tertius", "fibularis-tertius/tendon", "tibialis-anterior",
                        "tibialis-anterior/tendon", "extensor-digitorum-brevis/tendon"],
     [(50, 0), (150, 0), (150, 104), (50, 104)]),
    *FOOT_DEEP,
    cord("tibialis-anterior", [(76, 107), (72, 96), (67.4, 84), (63.8, 71), (61, 58), (60.4, 46)],
         [7.6, 6.8, 5.8, 5.2, 5, 4]),
    ("curve", "extensor-digitorum-brevis", [None, "extensor-hallucis-brevis", "dorsal-interossei-foot"],
     [(91, 98), (97, 93), (104, 80), (112, 64), (113, 56), (107, 51), (98, 53), (91, 57), (88.4, 66), (88, 82)]),
    cord("fibularis-tertius", [(104.6, 108), (105, 94), (109, 76), (114, 60), (119, 45)], 3),
    *(
        ("curve", "extensor-digitorum-longus/tendon", None, ribbon(points, [2, 2, 2.3, 2.5, 2.5, 2.3, 2]))
        for points in (
            [(89.2, 107), (88, 94), (88.2, 80), (90.6, 62), (95, 40), (99.6, 25), (104.4, 14.4)],
            [(91, 107), (90.4, 94), (91.8, 80), (98.6, 60), (107, 38), (112.6, 25), (118, 13.8)],
            [(92.8, 107), (92.8, 94), (95.4, 80), (105.6, 59), (117, 38.6), (124, 25), (132, 13.4)],
            [(94.6, 107), (95.2, 94), (99, 80), (111, 58), (126, 36), (135, 24), (143.6, 13)],
        )
    ),
]  # fmt: skip

# The model's is a square patch.
# a flat quadrilateral above the superior nuchal line
OCCIPITALIS = [
    ("straight", None, ["occipitalis"], EVERYWHERE),
    ("straight", "occipitalis", [None],
     [*curve([(16.4, 1590.4), (15.8, 1602), (17.4, 1613.6)]), *curve([(18.4, 1614.8), (38, 1617.4), (57.6, 1614.8)]),
      *curve([(58.8, 1613.6), (61, 1602), (58.4, 1589.4)]), *curve([(57, 1588.2), (38, 1587), (17.6, 1589.2)])]),
]  # fmt: skip
# The nape: trapezius is narrow at the occiput, from the inner third of the superior nuchal line, and falls in a hollow
# curve to the shoulder; beside it semispinalis and splenius come out.
NAPE = [
    ("curve", "trapezius-upper", [None], [(-6, 1579), (2, 1578.6), (10, 1577.4), (19, 1575.4), (26.4, 1572.6),
                                          (26, 1560), (-6, 1560)]),
    ("straight", "splenius-capitis", ["trapezius-upper", "semispinalis-capitis"],
     [*curve([(28.4, 1574), (28, 1563), (27.8, 1550), (28.4, 1537), (29.8, 1524), (32.4, 1512), (36.4, 1501),
              (41, 1491.4), (45, 1484)]), (60, 1484), (60, 1580), (40, 1580)]),
    ("straight", None, ["splenius-capitis"], [(24, 1572.8), (40, 1570.6), (60, 1566.6), (60, 1590), (24, 1590)]),
    ("straight", "semispinalis-capitis", ["splenius-capitis"],
     [(20, 1580), *curve([(45, 1567), (41.4, 1557.6), (36.6, 1548), (31.4, 1539), (26.6, 1530.6)]), (20, 1530)]),
]  # fmt: skip

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
        TERTIUS,
        # chinks among the flexors of the forearm
        ("straight", "flexor-digitorum-superficialis", [None], box(226, 1024, 241, 1052)),
        ("curve", "biceps-brachii-long", ["biceps-brachii-short"], BICEPS_TENDON),
        *(("curve", "brachialis", ["biceps-brachii-long"], points) for points in BESIDE_TENDON),
        # the band takes in tensor fasciae latae and is the outer contour of the thigh, down to Gerdy's tubercle
        ("curve", "iliotibial-band", ["vastus-lateralis", "tensor-fasciae-latae", "gluteus-medius", "rectus-femoris",
                                      "biceps-femoris-short", "biceps-femoris-long", None], BAND_FRONT),
    ],
    ("anterior", 2): [
        ("straight", None, ["rectus-abdominis"], box(0, 1200, 100, 1280)),
        ("straight", "rectus-abdominis", ["internal-oblique", None, "internal-intercostal-muscles"], RECTUS_SLIPS),
        ("straight", None, ["pyramidalis"], EVERYWHERE),
        ("curve", "pyramidalis", ["rectus-abdominis", "internal-oblique", None],
         [(2.4, 888), (2.4, 868), (2.6, 852), (9, 850), (15, 851), (11, 862), (6, 876)]),
        ("straight", "linea-alba", ["internal-oblique", "rectus-abdominis", "pyramidalis", None], LINEA_ALBA),
        TERTIUS,
        ("straight", None, ["pectoralis-minor"], EVERYWHERE),
        ("straight", None, ["serratus-anterior"], box(110, 1140, 160, 1345)),
        *SPACES_FRONT,
        *EXTERNAL_AND_INTERNAL,
        # layer 1 has sternohyoid; under it lie these two
        ("straight", None, ["sternohyoid"], EVERYWHERE),
        ("full", "thyrohyoid", [None], None),
        ("curve", "sternothyroid", [None, "thyrohyoid"], STERNOTHYROID),
        ("straight", "flexor-digitorum-superficialis", [None], box(226, 1024, 241, 1052)),
        ("straight", "flexor-digitorum-superficialis", [None], box(196, 1078, 211, 1098)),
        *FIRST_RIB,
        ("curve", "corrugator-supercilii", [None],
         [(7, 1604), (13, 1609.6), (20, 1613.6), (27, 1616), (32, 1616.6), (27, 1613), (20, 1610), (13.4, 1606)]),
        ("full", "opponens-digiti-minimi", [None], None),
    ],
    ("anterior", 3): [
        *SPACES_FRONT,
        *EXTERNAL_AND_INTERNAL,
        ("straight", "longus-colli", [None], box(11, 1450, 19, 1462)),
        *FIRST_RIB,
        ("straight", "vastus-intermedius", [None], box(83, 630, 90, 664)),
        ("straight", None, ["popliteus"], box(55, 335, 70, 356)),
        ("curve", "psoas-minor", ["psoas-major", None], PSOAS_MINOR),
        ("straight", None, ["iliocostalis-lumborum"], box(5, 895, 30, 925)),
        ("full", "opponens-digiti-minimi", [None], None),
    ],
    ("posterior", 1): [
        *OCCIPITALIS,
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
        # a sheet: gluteus maximus runs into it; seen on edge, it leaves the picture over the outer condyle
        ("curve", "iliotibial-band", ["vastus-lateralis", "gluteus-medius", None], BAND_BEHIND),
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
        ("full", "iliocostalis-cervicis", [None, "levatores-costarum", "intercostal-external"],
         None),
        ("full", "longissimus-cervicis", [None, "levatores-costarum"], None),
        ("straight", None, ["intercostal-external"], box(26, 1412, 40, 1445)),
        ("straight", "levatores-costarum", [None], box(47, 1189, 53.5, 1202)),
    ],
}  # fmt: skip


# How the three intersections waver: no two alike.
WAVERS = {
    1168: (-1, -4, 1.5, 0, 3.5, 1.5, 5),
    1106: (-3, 1, 2.5, -2, 2, 4, 3),
    1044: (1, -2.5, 0.5, 3.5, 0, 2.5, 1),
}


def band(v, half):
    """A tendinous intersection at height `v`, `half` mm thick to each side, wavering as they do."""
    up = [(x, v + by) for x, by in zip((4, 16, 30, 44, 58, 74, 88), WAVERS[v], strict=True)]
    return [(x, w + half) for x, w in up] + [(x, w - half) for x, w in reversed(up)]


FOREARM_FRONT = [
    tendon("brachioradialis", 272, 935, 0.12, -1, 3.5),
    tendon("flexor-carpi-radialis", 250, 935, 0.3, -1, 3.5),
    tendon("palmaris-longus", 236, 930, 0.2, -1, 4),
    tendon("flexor-carpi-ulnaris", 235, 885, 0, -1, 3),
    tendon("flexor-digitorum-superficialis", 255, 890, 0, -1, 3),
    tendon("flexor-digitorum-profundus", 255, 885, 0, -1, 3),
    tendon("flexor-pollicis-longus", 265, 885, 0, -1, 3),
]
# In the lower forearm two slender tendons, and the flesh of the common flexor between and beside them.
CORDS = [
    ("straight", "flexor-digitorum-superficialis", ["flexor-carpi-radialis/tendon", "palmaris-longus/tendon"],
     [(215, 895), (275, 895), (275, 980), (215, 980)]),
    cord("flexor-carpi-radialis", [(241, 972), (245.6, 952), (250, 932), (254, 913), (257, 897)], [3, 6, 6, 6, 7],
         ["flexor-carpi-radialis", "flexor-digitorum-superficialis"]),
    cord("palmaris-longus", [(234.6, 948), (238.6, 932), (242.4, 915), (245.6, 897)], [2.6, 4.6, 4.4, 4.6],
         ["palmaris-longus", "flexor-digitorum-superficialis"]),
]  # fmt: skip
LEG_FRONT = [
    tendon("tibialis-anterior", 88, 150, 0, -1, 5),
    tendon("extensor-digitorum-longus", 100, 135, 0, -1, 5),
    tendon("extensor-hallucis-longus", 90, 138, 0, -1, 3),
    tendon("fibularis-longus", 112, 150, 0, -1, 4),
    tendon("fibularis-tertius", 105, 112, 0, -1, 4),
    tendon("fibularis-brevis", 112, 178, 0, -1, 5),
    tendon("flexor-digitorum-longus", 60, 135, 0, -1, 3),
    tendon("biceps-femoris-long", 124, 425, 0, -1, 3),
]
# Round shoulder, hip and knee: what is bound to bone by a tendon ends in one.
TENDONS_FRONT = [
    tendon("supraspinatus", 180, 1401, 1, -0.8, 1.4),
    tendon("subscapularis", 162, 1382, 1, 0.1, 1.2),
    tendon("coracobrachialis", 138, 1384, -0.5, 1, 1.4),
    tendon("gluteus-minimus", 138, 866, 0.5, -1, 1.6),
    # below the kneecap the ligament is drawn
    ("straight", None, ["vastus-intermedius"], box(50, 380, 125, 440)),
    tendon("vastus-intermedius", 88, 500, 0, -1, 3),
]
# Below the lower border of quadratus femoris, which is level, the adductors begin.
UNDER_QUADRATUS = (
    "straight",
    "adductor-brevis",
    ["quadratus-femoris", "adductor-magnus"],
    [
        *curve([(79, 795.2), (74, 796.4), (67, 798), (60.6, 799.8), (55.4, 803), (53, 806)]),
        (53, 780),
        (75, 787),
    ],
)
BESIDE_CAPITIS = ("straight", None, ["longus-capitis"], box(25.6, 1458, 30, 1506))
# The little finger's short flexor leaves a gap beside the long tendons.
SHORT_FLEXOR = (
    "straight",
    None,
    ["flexor-digiti-minimi-hand"],
    [
        *curve([(252, 842), (249.8, 835), (247, 823), (242.8, 809), (240, 795), (236, 780)]),
        (246, 780),
        (258, 820),
    ],
)
# Psoas runs on beside iliacus to the lesser trochanter; their common tendon is drawn over both.
ILIOPSOAS = [
    (
        "curve",
        "psoas-major",
        ["iliacus", None],
        [
            (63.4, 886),
            (65.6, 872),
            (66.6, 858),
            (69, 843),
            (72.8, 828),
            (77.6, 813),
            (81, 801),
            (83.4, 790),
            (82.4, 783),
            (78.6, 785),
            (75, 791),
            (72, 806),
            (66, 826),
            (60, 850),
            (57, 868),
        ],
    ),
]
TENDONS_FRONT_DEEP = [
    *ILIOPSOAS,
    # to the adductor tubercle
    tendon("adductor-magnus", 44, 508, -0.3, -1, 2),
]
TENDONS_BACK = [
    tendon("supraspinatus", 170, 1404, 1, 0, 1),
    tendon("infraspinatus", 174, 1394, 1, 0.2, 1.3),
    tendon("teres-minor", 183, 1374, 1, 0.7, 1.4),
    # slender, between the flesh of both sides, and broad only at the olecranon
    (
        "curve",
        "triceps-medial/tendon",
        ["triceps-medial"],
        [
            (199.6, 1099),
            (206, 1093),
            (217, 1095),
            (223, 1102),
            (220.4, 1120),
            (214.4, 1142),
            (207.4, 1165),
            (200.4, 1187),
            (198.6, 1166),
            (198.8, 1142),
            (198.2, 1118),
        ],
    ),
    tendon("gluteus-medius", 141, 847, 0.4, -1, 1.2),
    tendon("gluteus-minimus", 138, 860, 0.4, -1, 1.8),
    tendon("piriformis", 106, 862, 1, -0.4, 1.3),
]
# The lower edge of teres minor, which the model's other muscles notch.
_TERES_EDGE = [
    (107, 1297),
    (116, 1304.6),
    (126, 1312.4),
    (138, 1321.6),
    (151, 1331.4),
    (166, 1343),
    (180, 1354),
]
TERES_MINOR_DEEP = [
    ("straight", None, ["teres-minor"], [*curve(_TERES_EDGE), (186, 1330), (108, 1280)]),
    ("straight", "triceps-long", [None], [(147, 1326), (168, 1345), (169, 1334), (160, 1322), (150, 1318)]),
    ("straight", "teres-minor", [None, "triceps-long", "subscapularis"],
     [*curve(_TERES_EDGE), (172, 1360), (146, 1342), (128, 1322)]),
]  # fmt: skip
# Layer 2: a cleft between the two teres, in which the long head of triceps passed; teres major is an even strap.
TERES_APART = [
    ("straight", None, ["teres-minor", "teres-major", "triceps-long", "subscapularis", "serratus-anterior",
                        "latissimus-dorsi", "coracobrachialis"],
     [*curve(_TERES_EDGE), (176, 1344), *curve([(172, 1337.4), (162, 1329.4), (152, 1318.8), (142, 1309),
                                                (130, 1300), (116, 1289.4)])]),
    ("straight", "teres-minor", [None], [*curve(_TERES_EDGE), (172, 1360), (146, 1342), (128, 1322)]),
    ("curve", "teres-major", [None, "latissimus-dorsi", "triceps-long", "triceps-lateral", "serratus-anterior"],
     [(152, 1318.8), (162, 1329.4), (172, 1337.4), (177, 1330), (179, 1318), (177.6, 1310), (170, 1304.6), (160, 1297),
      (150, 1300)]),
]  # fmt: skip
# The armpit from behind: teres major is a smooth strap from the lower angle of the scapula to the humerus, latissimus
# runs level over that angle, then wraps below it; both are the fold, from which the side border falls in one curve.
AXILLA = [
    ("curve", "teres-major", [None, "latissimus-dorsi", "serratus-anterior", "teres-minor", "triceps-long"],
     [(80, 1279), (88, 1285.6), (100, 1292.4), (111, 1299.4), (123, 1308.6), (135, 1317), (145, 1321.6), (150.6, 1319),
      (154, 1309), (157, 1300), (150, 1294.6), (138, 1289), (122, 1285), (106, 1281.4), (92, 1279)]),
    ("straight", "latissimus-dorsi", ["teres-major"],
     [(70, 1277), (92, 1278.8), (106, 1281.2), (122, 1284.8), (138, 1288.8), (138, 1260), (70, 1260)]),
    ("straight", None, ["latissimus-dorsi"],
     [*curve([(160.6, 1266), (159.8, 1252), (157.6, 1237), (154.4, 1220), (150.6, 1202), (146.4, 1182),
              (141.6, 1164), (138.4, 1146)]),
      (170, 1146), (170, 1266)]),
    ("straight", "external-oblique", [None],
     [*curve([(138.4, 1146), (135.4, 1124), (131.6, 1102), (127.4, 1082), (123, 1062), (120.6, 1044), (121.4, 1028)]),
      (112, 1028), (112, 1084), (124, 1120), (134, 1146)]),
    ("straight", None, ["external-oblique"],
     [*curve([(138.4, 1146), (135.4, 1124), (131.6, 1102), (127.4, 1082), (123, 1062), (120.6, 1044), (121.4, 1028)]),
      (150, 1028), (150, 1146)]),
]  # fmt: skip
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
# The two heads of biceps femoris at the knee: the long one's tendon runs down on the flesh of the short one, which
# comes out on its outer side and goes on to the common tendon at the head of the fibula.
BICEPS_BEHIND = [
    ("straight", "biceps-femoris-long", ["biceps-femoris-long/tendon"], box(90, 395, 140, 560)),
    ("curve", "biceps-femoris-short", ["biceps-femoris-long", "vastus-lateralis", None],
     [(119, 550), (120.6, 540), (121.8, 522), (123.6, 502), (128, 482), (129, 464), (128.6, 448), (127, 432),
      (124.6, 432), (122.6, 452), (120.6, 474), (118.6, 498), (118, 520), (118.4, 540)]),
    cord("biceps-femoris-long",
         [(113, 536), (115, 516), (116.8, 498), (118.4, 478), (120.6, 458), (122.8, 441), (124, 428), (124, 415),
          (123.4, 404)],
         [0.8, 2.8, 4.2, 5.2, 6, 6.4, 6.4, 5.4, 3]),
]  # fmt: skip
HAM = [
    tendon("biceps-femoris-long", 124, 445, 0, -1, 4),
    tendon("semitendinosus", 40, 520, 0, -1, 5),
    tendon("semimembranosus", 42, 436, 0, -1, 3),
    tendon("biceps-femoris-short", 121, 424, 0.1, -1, 2),
    tendon("gracilis", 30, 470, 0, -1, 3),
    tendon("fibularis-longus", 110, 150, 0, -1, 4),
    tendon("fibularis-brevis", 105, 85, 0, -1, 3),
    tendon("flexor-digitorum-longus", 60, 110, 0, -1, 3),
    tendon("flexor-hallucis-longus", 80, 95, 0, -1, 3),
]
# Semimembranosus: below it tapers to a stout tendon on the back of the inner condyle of the tibia.
SEMIMEMBRANOSUS = [
    # down the outer side of its upper third runs the flat tendon that gives it its name, from the ischial tuberosity
    ("curve", "semimembranosus/tendon", ["semimembranosus", "adductor-magnus"],
     [(35, 804), (46, 806), (58, 804), (59, 780), (58.6, 745), (60, 705), (62.6, 660), (65, 618), (66.4, 596),
      (62.4, 622), (58, 660), (54, 702), (50.4, 742), (46, 776), (40.6, 793)]),
    ("straight", "semimembranosus", ["semimembranosus/tendon"], box(15, 390, 80, 570)),
    ("straight", None, ["semimembranosus"], box(15, 390, 80, 446)),
    ("straight", None, ["semimembranosus"],
     [(15, 506), *curve([(24, 506), (27.4, 484), (31, 464), (35.6, 446)]), (15, 446)]),
    ("straight", None, ["semimembranosus"],
     [(80, 500), *curve([(72, 498), (62, 480), (53, 463), (46.6, 446)]), (80, 446)]),
    ("curve", "semimembranosus/tendon", ["semimembranosus", None],
     [(39.6, 506), (43.6, 484), (46, 464), (46.6, 448), (46, 434), (46, 420), (46.8, 404), (43.4, 400.4), (39.8, 404),
      (37.8, 419), (36.2, 432), (35.4, 447), (36, 462), (37.4, 484)]),
]  # fmt: skip
TRICEPS = [(199.4, 1098), (206, 1093), (217, 1095), (224.6, 1103), (224, 1120), (220.6, 1142), (217, 1164),
           (213.6, 1188), (210, 1220), (207.4, 1198), (204.4, 1172), (202, 1146), (200.4, 1120)]  # fmt: skip
DIAMOND = [
    (-6, 1496),
    (0, 1490),
    (9, 1466),
    (17.4, 1442),
    (18.4, 1428),
    (13, 1404),
    (5, 1384),
    (0, 1374),
    (-6, 1368),
]

# Narrow beside the spines: flesh begins soon, as measured.
SERRATUS_SHEET = [(-8, 1160), (9, 1160), (15, 1151), (18.6, 1135), (19.6, 1115), (18.4, 1093), (15, 1068), (10, 1043),
                  (5, 1024), (-8, 1012)]  # fmt: skip
ERECTOR_SHEET = [(-8, 1024), (5, 1034), (9, 1014), (14, 1022), (19, 1000), (24, 1004), (29, 980), (34, 982),
                 (37.6, 962), (39, 940), (34, 918), (24, 898), (12, 880), (-8, 866)]  # fmt: skip

PARTS = {
    ("anterior", 1): [
        ("curve", "tendinous-intersections", ["rectus-abdominis"], band(1168, 1.9)),
        ("curve", "tendinous-intersections", ["rectus-abdominis"], band(1106, 1.9)),
        ("curve", "tendinous-intersections", ["rectus-abdominis"], band(1044, 1.9)),
        # the flesh ends at the linea semilunaris above and at a line from the iliac spine to the navel below
        ("curve", "external-oblique/aponeurosis", ["external-oblique"],
         [(60, 1226), (84.4, 1226), (86.6, 1205), (88, 1180), (88, 1140), (84, 1090), (79, 1048), (77, 1020),
          (80, 1000), (92, 985), (110, 974),
          (126, 962), (135, 930), (100, 880), (40, 840), (0, 840), (40, 930)]),
        tendon("rectus-femoris", 85, 492, 0, -1, 5),
        ("curve", "biceps-brachii-long/tendon", ["biceps-brachii-long", "biceps-brachii-short", "brachialis"],
         BICEPS_TENDON),
        *FOREARM_FRONT,
        *CORDS,
        *LEG_FRONT,
        PES,
        # behind the outer condyle, beside the band
        ("straight", None, ["biceps-femoris-short", "biceps-femoris-long"], box(110, 452, 127, 500)),
        *FIBULAR_HEAD,
        # serratus interlocks with the external oblique
        # in slips of unequal length, that step down and back
        *(("straight", "serratus-anterior", ["external-oblique"], [(146, v + 9), (136, v + 4), (x, v - 9),
                                                                   (134, v - 7), (139, v - 12), (146, v - 14)])
          for x, v in ((120.6, 1247), (115.6, 1226), (118.4, 1203), (123.6, 1181), (129.6, 1161))),
        # the free border sweeps from the axilla to the rectus sheath in one curve
        ("curve", "external-oblique", ["pectoralis-major-abdominal"],
         [(121, 1230), (116.6, 1219), (110, 1210.6), (102, 1206), (93, 1204), (86, 1203.4), (84, 1197), (112, 1193),
          (128, 1212)]),
        # the abdominal head runs on to the rectus sheath
        ("curve", "pectoralis-major-abdominal", ["external-oblique"],
         [(114, 1222), (106, 1226), (96, 1222), (87, 1217), (83, 1215), (84, 1207), (92, 1204.6), (101, 1206.4),
          (108, 1210.4)]),
        *FACE,
        behind(CHEEK, ["temporalis"]),
        ("straight", None, ["omohyoid"], box(30, 1400, 110, 1445)),
        ("curve", "omohyoid", [None], ribbon([(40, 1440), (48, 1436), (58, 1430.6), (68, 1426), (80, 1420.6)],
                                             [4, 4.6, 5, 5.4, 5.4])),
        *STERNOMASTOID,
        # behind the branch of the jaw and masseter it climbs to the mastoid under the ear
        behind(JAW_FRONT, ["sternocleidomastoid"]),
        TRAPEZIUS_EDGE,
        *POSTERIOR_TRIANGLE,
        UNDER_HYOID,
        ("straight", None, ["sternohyoid"], [(0, 1500), (3, 1500), (3.8, 1470), (4.6, 1440), (5.2, 1410), (5.4, 1390),
                                             (0, 1390)]),
        *BEHIND_MALLEOLUS,
        # slim, on the root of the nose
        ("straight", "frontalis", ["procerus"], box(0, 1600, 30, 1640)),
        ("straight", None, ["procerus"], box(0, 1570, 30, 1600)),
        ("curve", "procerus", ["frontalis", "procerus", None],
         [(-3, 1620), (2.6, 1618.6), (5.2, 1612), (5.2, 1602), (4, 1592), (2.6, 1586), (-3, 1585)]),
        ("curve", None, ["abductor-pollicis-brevis", "flexor-pollicis-brevis"],
         [(262, 854), (275, 854), (286, 853), (293, 850), (298, 845), (302, 851), (298, 868), (262, 868)]),
        *WRIST_FRONT,
        *PALM,
        *TOES,
    ],
    ("anterior", 2): [
        ("curve", "tendinous-intersections", ["rectus-abdominis"], band(1168, 1.9)),
        ("curve", "tendinous-intersections", ["rectus-abdominis"], band(1106, 1.9)),
        ("curve", "tendinous-intersections", ["rectus-abdominis"], band(1044, 1.9)),
        *FOREARM_FRONT,
        *MEMBRANE,
        *TENDONS_FRONT,
        *PECTORALIS_MINOR,
        tendon("pectoralis-minor", 125, 1385, 0.1, 1, 1.6),
        *SERRATUS_FRONT,
        ("straight", None, ["rectus-abdominis", "internal-oblique"], BESIDE_RECTUS),
        ("curve", "internal-oblique/aponeurosis", ["internal-oblique"], SHEATH_EDGE),
        *LEG_FRONT,
        *BARE_PALM,
        SHORT_FLEXOR,
        *LUMBRICALS,
        *DEEP_FLEXOR,
        *SUPERFICIAL_FLEXOR,
        *WRIST_DEEP_FRONT,
        *SUPERFICIAL_AT_WRIST,
        *FOOT_DEEP,
        ("straight", None, ["extensor-digitorum-longus", "extensor-digitorum-longus/tendon"], box(80, 60, 115, 120)),
        cord("extensor-digitorum-longus", [(97.4, 128), (95.4, 116), (92.6, 105), (90.8, 96)],
             [8, 7.6, 7, 6.4]),
        *SCALENES,
        *OMOHYOID,
        ("straight", None, ["omohyoid"], box(60, 1380, 130, 1413)),
        *SERRATUS_TOP,
        # beside the larynx, in front of the transverse processes; all of them end at the hyoid bone or behind it
        ("straight", None, ["longus-capitis"], EVERYWHERE),
        ("curve", "longus-capitis", [None], LONGUS_CAPITIS),
        ("straight", None, ["omohyoid", "thyrohyoid", "longus-capitis"], UNDER_HYOID[3]),
        # from the mastoid process, under the cheek bone's arch, it passes in behind the branch of the jaw
        ("curve", "digastric-posterior", [None], DIGASTRIC_BEHIND_JAW),
        behind(JAW_FRONT, ["digastric-posterior"]),
        behind(CHEEK, ["digastric-posterior"]),
        *BEHIND_BONE,
        behind(CHEEK, ["temporalis"]),
        ("straight", None, ["buccinator"], EVERYWHERE),
        ("curve", "buccinator", [None], BUCCINATOR),
        ("straight", None, ["sternothyroid"], MANUBRIUM),
        *INNER_KNEE,
        *FIBULAR_HEAD,
        *BEHIND_MALLEOLUS,
        *HALLUCIS,
        CREST,
    ],
    ("anterior", 3): [UNDER_QUADRATUS, BESIDE_CAPITIS, *FOREARM_FRONT, *TENDONS_FRONT, *TENDONS_FRONT_DEEP,
                      *WRIST_DEEP_FRONT, *LEG_FRONT, *MEMBRANE,
                      *BARE_PALM, *PALMAR_INTEROSSEI, *DEEP_FLEXOR, *FOOT_DEEP, *SCALENES,
                      *PTERYGOIDS, *INNER_KNEE, *FIBULAR_HEAD, *BEHIND_MALLEOLUS, *HALLUCIS, *BESIDE_SHIN,
                      ("straight", "transversus-abdominis", None, TRANSVERSUS),
                      ("straight", "transversus-abdominis/aponeurosis", ["transversus-abdominis"], TRANSVERSUS_SHEET),
                      # a crumb between the tenth and the eleventh rib
                      ("straight", None, ["intercostal-external"], box(24, 1170, 46, 1204)),
                      # between vastus intermedius and the adductors the shaft of the femur is seen
                      ("curve", None, ["vastus-intermedius", "adductor-magnus", "adductor-longus", "adductor-brevis"],
                       FEMUR_SHAFT),
                      # with the larynx gone, up to the lower jaw
                      ("straight", None, ["longus-colli"], EVERYWHERE),
                      *(("curve", "longus-colli", [None, "longus-colli"], points) for points in LONGUS_COLLI),
                      # behind the branch of the pubis
                      behind(HIP_FRONT, ["coccygeus"]),
                      *BEHIND_BONE,
                      ("curve", "teres-minor", [None],
                       [(153, 1362), (158, 1366.6), (163, 1364), (167, 1358), (170, 1349), (170.6, 1342), (166, 1341),
                        (160, 1346)])],
    ("posterior", 1): [
        ("curve", "triceps-long/tendon", ["triceps-long", "triceps-lateral"], TRICEPS),
        # each of the two heads has its half of the common tendon
        ("straight", "triceps-lateral/tendon", ["triceps-long/tendon"],
         [*curve([(207.4, 1228), (207, 1205), (207.6, 1184), (210.2, 1160), (213, 1138), (215.4, 1118), (215.6, 1090)]),
          (240, 1090), (240, 1228)]),
        # one shape, whatever part of the muscle it belongs to: no step where the parts meet
        ("curve", "trapezius-middle/aponeurosis", ["trapezius-upper", "trapezius-middle", "trapezius-lower"], DIAMOND),
        *FOREARM_BACK,
        *KNUCKLES,
        *NAPE,
        tendon("flexor-digitorum-longus", 60, 175, 0, -1, 1),
        # soleus appears on both sides of the tendon, below gastrocnemius
        ("curve", "soleus", ["achilles-tendon"],
         [(44, 236), (58, 231), (62.6, 220), (65, 203), (66.6, 184), (67.6, 165), (68, 146), (66.4, 134), (62, 146),
          (56, 170), (48, 205)]),
        *AXILLA,
        *CALF_BEHIND,
        *HAM,
        *BICEPS_BEHIND,
        *FIBULAR,
        *HEEL,
    ],
    ("posterior", 2): [*FOREARM_BACK, *TERES_APART, *TENDONS_BACK, *WRIST, *WRIST_LAYER_2, *SOLEUS,
                       ("straight", None, ["interspinales"], EVERYWHERE),
                       ("curve", "interspinales", [None], slip(4.6, 1524, 4.2, 1541, 5)),
                       ("curve", "interspinales", [None], slip(4.6, 1496, 4.6, 1513, 5)),
                       tendon("flexor-digitorum-longus", 60, 175, 0, -1, 1), *HAM, *SEMIMEMBRANOSUS,
                       *FIBULAR, *HEEL, *SLIPS_BELOW, *FLANK,
                       ("curve", "serratus-posterior-inferior/aponeurosis", ["serratus-posterior-inferior"],
                        SERRATUS_SHEET),
                       # from the sacrum and the loin spines the common aponeurosis of erector spinae runs up on it
                       ("curve", "longissimus-lumbar/aponeurosis", ["longissimus-lumbar"], ERECTOR_SHEET),
                       ("curve", "iliocostalis-lumborum/aponeurosis", ["iliocostalis-lumborum"], ERECTOR_SHEET),
                       # a long thin tendon: the model's is a strap
                       ("straight", "soleus", ["plantaris"],
                        [(40, 250), (70, 250), (100, 352), (106, 384), (96, 390), (80, 384), (70, 360), (40, 280)]),
                       # a slim spindle, oblique; the model's is as broad as popliteus
                       ("straight", "popliteus", ["plantaris"],
                        [(80, 432), (86, 436), (96, 440), (106, 445), (106, 420), (97, 396), (80, 396)]),
                       ("full", "popliteus", [None, "plantaris"], None),
                       ("straight", None, ["plantaris"], EVERYWHERE),
                       ("curve", "plantaris", [None, "soleus", "popliteus", "gastrocnemius-lateral"], PLANTARIS_BELLY),
                       ("curve", "achilles-tendon", [None], [(64, 142), (65, 110), (64.8, 84), (63.4, 66), (61, 52),
                                                             (66, 52), (70, 84), (70, 142)]),
                       PLANTARIS_TENDON],
    ("posterior", 3): [*TERES_MINOR_DEEP, *TENDONS_BACK, *WRIST, *INTEROSSEI_BEHIND,
                       *ADDUCTOR_BEHIND, *LUMBRICALS_LONG, *NECK_BEHIND,
                       *SPINE, *HAM,
                      # to the adductor tubercle
                      ("straight", None, ["adductor-magnus"], [(60, 510), (52, 500), (48, 486), (45, 470), (70, 470)]),
                      ("straight", None, ["adductor-magnus"], [(30, 510), (37, 494), (40, 470), (30, 470)]),
                      tendon("adductor-magnus", 44, 506, 0, -1, 2),
                      ("straight", None, ["vastus-medialis"], box(64, 424, 96, 446))],
}  # fmt: skip


def tissue(label, english):
    """How a label that is no muscle is drawn, or None; "of" names the muscle whose region it stays part of."""
    own = {
        "achilles-tendon": ("tendon", "Achilles tendon", "tendon"),
        "linea-alba": ("aponeurosis", "Linea alba", "fascia"),
        "thoracolumbar-fascia": ("fascia", "Thoracolumbar fascia", "fascia"),
        "iliotibial-band": ("fascia", "Iliotibial band", "fascia"),
        "intercostal-membrane": ("aponeurosis", "External intercostal membrane", "fascia"),
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
        "triceps-lateral/tendon": "Triceps tendon",
        "trapezius-upper/aponeurosis": "Trapezius aponeurosis",
        "trapezius-middle/aponeurosis": "Trapezius aponeurosis",
        "external-oblique/aponeurosis": "External oblique aponeurosis",
        "internal-oblique/aponeurosis": "Internal oblique aponeurosis, cut edge of the rectus sheath",
        "transversus-abdominis/aponeurosis": "Transversus abdominis aponeurosis, cut",
    }
    name = special.get(label, f"{english.get(muscle, muscle)} {part}")
    return {"kind": part, "name": name, "tissue": "tendon" if part == "tendon" else "fascia", "of": muscle}


# The palmar aponeurosis is part of palmaris longus; its bundles are drawn on it.
LINES = {
    ("anterior", 1): [
        # The tendons of sartorius, gracilis and semitendinosus spread on the tibia one below the other.
        *(
            ("Pes anserinus", points)
            for points in (
                [(46, 416), (51, 407), (58, 398), (66, 391)],
                [(44, 412), (50, 400), (57, 390), (66, 381)],
                [(42.6, 407), (49, 393), (56, 381), (64.6, 370)],
                [(41.4, 402), (48.6, 386), (55.6, 372), (61.6, 358)],
            )
        ),
        *(
            ("Iliotibial band", points)
            for points in strands(
                [
                    (158, 800),
                    (157.4, 750),
                    (156.6, 700),
                    (154.4, 645),
                    (149.6, 592),
                    (142, 540),
                    (133.4, 492),
                    (124.6, 454),
                    (114.4, 426),
                ],
                (-2, 0, 2),
            )
        ),
        ("Border between the heads of sternocleidomastoid", [(28, 1454), (31.6, 1466), (35, 1479)]),
        *(
            ("External oblique aponeurosis", points)
            for points in (
                [(84, 1003), (79, 992), (73.4, 982)],
                [(90, 984), (81, 971), (71, 957)],
                [(100, 976), (86, 957), (68, 936)],
                [(111, 969), (92, 943), (63, 914)],
                [(118, 952), (96, 926), (57, 896)],
                [(112, 934), (88, 909), (52, 884)],
            )
        ),
        *(
            ("Palmar aponeurosis", points)
            for points in (
                [(266, 836), (274, 814), (284, 797), (292, 785)],
                [(264, 834), (270, 810), (276, 792), (279, 779)],
                [(262, 834), (263, 810), (264, 792), (265, 780)],
                [(260, 834), (257, 810), (254, 793), (252, 782)],
                [(258, 836), (251, 814), (246, 799), (242, 788)],
            )
        ),
    ],
    ("posterior", 1): [
        *(
            ("Thoracolumbar fascia", points)
            for points in (
                # on from latissimus, few, of uneven length
                [(9, 1091.6), (15.4, 1095.4)],
                [(15, 1071), (26.4, 1078)],
                [(28, 1056.6), (35.6, 1061.4)],
                [(21, 1032), (42, 1045)],
                [(39, 1019.6), (52, 1027.6)],
                [(25, 990), (47, 1003.6)],
                [(42, 979), (62, 991.4)],
                [(29, 953.6), (46, 964)],
            )
        ),
        ("Supraspinous ligament", [(0, 1126), (0, 1040), (0, 950), (0, 850)]),
        *(
            ("Trapezius aponeurosis", points)
            for points in (
                *(
                    line
                    for v in range(1382, 1488, 6)
                    for line in weave(DIAMOND[1:-1], [v], 0.3 - 0.7 * (v - 1382) / 106)
                ),
            )
        ),
        *(
            (f"Spinous process {level}", spine_tip(v, 2.6, 8))
            for level, v in (("C7", 1444), ("T1", 1427), ("T2", 1406))
        ),
        *(
            ("Extensor retinaculum", points)
            for points in strands(
                [(286.4, 882.6), (278, 880), (268, 876.6), (257, 872.4), (247, 868.6), (240, 865.6)],
                (-2.4, -0.8, 0.8, 2.4),
            )
        ),
        # no sharp edge: the fibres thin out into the fascia above and below
        *(
            ("Extensor retinaculum", points)
            for points in (
                *strands([(281, 881), (270, 877.4), (256, 872), (245, 867.8)], (-5.4, 5.4)),
                *strands([(274, 878.8), (262, 874.4), (251, 870)], (6.8, -6.8)),
            )
        ),
        *(
            ("Flexor retinaculum of the ankle", points)
            for points in (
                *strands(
                    [(45.8, 86), (48.6, 80), (52, 73), (55.4, 66), (58.6, 59.6), (60.6, 55.6)],
                    (-2, -0.7, 0.7, 2),
                ),
                # they thin out into the fascia
                *strands([(49.4, 78.4), (52.4, 72.2), (55.8, 65.2), (58.2, 60.4)], (-5, 5)),
                *strands([(50.8, 75.4), (53.4, 70.2), (56, 64.8)], (6.3, -6.3)),
            )
        ),
        *(
            ("Superior fibular retinaculum", points)
            for points in (
                *strands(
                    [(107, 78.6), (104, 74.4), (100.6, 70.2), (96, 65.2), (91.4, 61)], (-1.7, -0.6, 0.6, 1.7)
                ),
                *strands([(104.4, 75), (100.6, 70.2), (96, 65.2), (93.4, 62.8)], (-4.2, 4.2)),
                *strands([(102.6, 72.6), (99, 68.4), (96, 65.2)], (5.4, -5.4)),
            )
        ),
        *(
            ("Iliotibial band", points)
            for points in strands(
                [
                    (152, 862),
                    (156, 815),
                    (157, 765),
                    (157.6, 715),
                    (156, 655),
                    (151, 600),
                    (144.9, 555),
                    (137.9, 515),
                    (131.3, 482),
                    (127.8, 456),
                ],
                (-1.2, 1.2),
            )
        ),
        *(
            ("Triceps tendon", points)
            for points in (
                [(210.6, 1104), (210, 1150), (209.6, 1190), (210, 1236)],
                [(205.6, 1104), (206, 1146), (207.4, 1178), (207, 1216)],
                [(216.6, 1106), (214.6, 1146), (212.6, 1178), (213.4, 1214)],
            )
        ),
    ],
    ("anterior", 2): [
        ("Tendons of flexor digitorum superficialis", points)
        for points in (
            # those of the middle and the ring finger side by side in front, behind them the other two
            [(247.6, 906), (249.8, 894), (252.4, 879), (255.4, 863), (258, 848)],
            [(252.8, 908), (254.6, 894), (257, 879), (259.8, 863), (262, 848)],
            [(257.8, 908), (259.2, 894), (261.2, 879), (263.8, 863), (266, 848)],
        )
    ]
    + SERRATUS_SLIPS,
    ("anterior", 3): [
        ("Tendons of flexor digitorum profundus", points)
        for points in (
            [(251.4, 897), (254, 880), (257.4, 862), (262, 845)],
            [(250, 890), (251.6, 875), (254.4, 858), (258.4, 841)],
            [(249, 884), (249.8, 870), (252, 856), (255, 842)],
        )
    ]
    # its oblique part before the straight one
    + [("Longus colli", [(12.6, 1431), (11.3, 1424), (10.4, 1417), (9.8, 1410)])],
    ("posterior", 3): [("Crest of the sacrum", spine_tip(v, 2.8, 10)) for v in (957, 934, 912, 892)],
}

# Muscles that meet their mirror image: the model leaves a chink of a millimetre or two between the halves.
_CUFF = [
    ("Infraspinatus tendon", points)
    for points in (
        [(167, 1394), (178, 1395.6), (188, 1394.4)],
        [(165, 1388.6), (178, 1390), (191, 1389)],
        [(166, 1382.6), (179, 1384.4), (193, 1383.6)],
    )
] + [
    ("Teres minor tendon", points)
    for points in ([(179, 1370.6), (187, 1375.4), (195, 1379.6)], [(183, 1367.6), (190, 1372), (196.4, 1376)])
]
_TRICEPS = [
    ("Triceps tendon", points)
    for points in (
        [(205, 1101), (203.8, 1130), (201.6, 1164)],
        [(211, 1101), (208.4, 1132), (203.8, 1162)],
        [(217.4, 1104), (213.6, 1126), (208.4, 1148)],
    )
]
LINES.setdefault(("posterior", 2), []).extend(
    [
        *_CUFF,
        *_TRICEPS,
        *(
            ("Serratus posterior inferior aponeurosis", line)
            for v in range(1030, 1146, 10)
            for line in weave(SERRATUS_SHEET[1:-1], [v], 0.55)
        ),
        *(
            ("Aponeurosis of erector spinae", points)
            for points in (
                [(4, 908), (5, 960), (6, 1006)],
                [(8.6, 906), (11, 956), (13, 1000)],
                [(14, 902), (18, 948), (21, 988)],
                [(20, 900), (26, 938), (30, 968)],
            )
        ),
    ]
)
LINES[("posterior", 2)].extend(
    ("Semimembranosus tendon", points)
    for points in (
        [(44, 799), (50.4, 770), (54, 736), (57.4, 696), (62, 644)],
        [(49.6, 800), (54, 768), (56, 736), (59, 694), (63, 640)],
        [(54.6, 800), (56.8, 770), (57.6, 740)],
        [(39, 466), (40.6, 444), (41.6, 424), (43, 409)],
        [(41.4, 455), (43, 438), (43.8, 422), (44.8, 409)],
    )
)
# Flat tissue is seen by its fibres.
LINES[("posterior", 1)].extend(
    ("Achilles tendon", points)
    for points in (
        [(81, 214), (77.6, 188), (74.4, 150), (72.2, 114), (71.2, 84), (66.6, 52)],
        [(87.6, 230), (81.4, 190), (77, 150), (74.2, 110), (73.6, 78), (71.4, 44)],
        [(94.6, 226), (85.4, 190), (79.4, 150), (76.6, 112), (76, 82), (76.8, 40)],
        [(101, 222), (90, 190), (82, 154), (79, 114), (78.8, 86), (82.4, 50)],
    )
)
LINES[("posterior", 2)].extend(
    [
        *(
            ("Achilles tendon", points)
            for points in (
                [(77, 232), (73.6, 196), (71.6, 160), (71, 120), (70.6, 86), (67, 54)],
                [(80, 250), (78, 205), (75.6, 160), (74, 120), (73.8, 84), (72, 46)],
                [(82.6, 240), (82.6, 200), (79.6, 160), (77, 118), (76.6, 82), (77.6, 42)],
                [(85, 228), (86.6, 196), (83.4, 160), (79.8, 124), (79.2, 88), (82.6, 54)],
            )
        ),
    ]
)
for _layer in (2, 3):
    LINES.setdefault(("posterior", _layer), []).extend(
        ("Tendon of obturator internus", points)
        for points in (
            [(68, 857.8), (82, 856.8), (98, 855), (115, 853.6)],
            [(72, 855), (86, 854.8), (100, 853.2), (113, 852.2)],
        )
    )
# occipitalis runs on into the galea
_GALEA = [
    ("Fibres of the galea", [(x, 1618.4 - abs(x - 38) / 8), (x + lean, v - 7), (x + 1.6 * lean, v)])
    for x, lean, v in ((20, -2.4, 1633), (25.6, -1.6, 1642), (31, -1, 1637), (36.6, -0.2, 1646), (42, 0.6, 1638),
                       (47.6, 1.2, 1642), (53, 1.6, 1631), (57.6, 2, 1627))
]  # fmt: skip
LINES[("posterior", 1)].extend(_GALEA)
LINES[("posterior", 2)].extend(_GALEA)
LINES.setdefault(("posterior", 3), []).extend([*_CUFF, *_TRICEPS])
MIDLINE = {
    ("anterior", 1): {"frontalis", "orbicularis-oris", "procerus"},
    ("posterior", 1): {"trapezius-upper", "trapezius-middle", "trapezius-lower", "trapezius-upper/aponeurosis",
                       "trapezius-middle/aponeurosis", "thoracolumbar-fascia"},
}  # fmt: skip

# Of these the two halves make one belly (elsewhere the midline is a furrow).
ONE_BELLY = {"frontalis", "orbicularis-oris", "procerus"}

# Where two muscles of like tone meet: the shadow that lies on the deeper one beside its neighbour, so many mm wide; the
# neighbour casts it, and its own edge stays light.
GROOVES = {("anterior", 1, "vastus-lateralis"): [("rectus-femoris", 6.0)]}
CAST = {("anterior", 1, "rectus-femoris")}

# Drawn here only while there is no context file, whose own shapes fit bone and skin better.
LEFT_TO_CONTEXT = {"patellar-ligament"}

# Broad and thin: hardly modelled, so that no patch of light lies on them like a label.
SHEETS = {
    "gluteus-maximus",
    "pectoralis-major-sternocostal",
    "pectoralis-minor",
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
    "occipitalis",
}

# Context tissue that the muscles' own tendons and fasciae, with common borders, replace.
REPLACES = {
    1: {"Linea alba", "Thoracolumbar fascia", "Aponeurosis of the external oblique", "Tendon of triceps",
        "Aponeurosis of trapezius at the neck", "Calcaneal (Achilles) tendon", "Palmar aponeurosis",
        "Tendon of flexor carpi radialis", "Tendon of palmaris longus", "Tendon of flexor carpi ulnaris",
        "Tendon of brachioradialis",
        "Tendon of extensor pollicis brevis", "Tendon of extensor pollicis longus", "Tendons of extensor digitorum",
        "Tendons of extensor carpi radialis", "Tendon of extensor carpi ulnaris", "Nuchal ligament",
        "Tendons of the finger flexors", "Tendons of extensor digitorum longus", "Tendon of extensor hallucis longus",
        "Tendon of tibialis anterior", "Tendon of flexor pollicis longus", "Tendons of the fibularis muscles"},
    2: {"Linea alba", "Calcaneal (Achilles) tendon", "Tendon of extensor pollicis brevis",
        "Tendon of extensor pollicis longus", "Tendons of the finger flexors", "Tendon of flexor pollicis longus",
        "Tendons of extensor digitorum longus", "Tendon of extensor hallucis longus"},
    3: {"Calcaneal (Achilles) tendon"},
}  # fmt: skip

# Context lines that lie on muscle; the others end where a muscle covers them.
OVER_MUSCLE = {
    "Inguinal ligament",
    "Superficial inguinal ring",
    "Navel",
    "Palmar aponeurosis",
    "Bicipital aponeurosis",
    "Flexor retinaculum",
    "Superior extensor retinaculum",
    "Inferior extensor retinaculum",
}


def fan(x, v, area, step=14):
    """Fibres that all run to the point (x, v), sampled over a box."""
    x0, v0, x1, v1 = area
    return [
        (a, b, x - a, v - b) for a in range(x0, x1, step) for b in range(v0, v1, step) if (a, b) != (x, v)
    ]


def round_about(x, v, a, b, area, step=3):
    """Fibres that run in rings round the point (x, v), `a` wide for `b` high, sampled over a box."""
    x0, v0, x1, v1 = area
    return [
        (p, q, -(q - v) / b**2, (p - x) / a**2)
        for p in range(x0, x1, step)
        for q in range(v0, v1, step)
        if (p, q) != (x, v)
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
    ("anterior", 0, "orbicularis-oculi"): round_about(30, 1590.4, 18, 13, (6, 1562, 56, 1620)),
    ("anterior", 0, "orbicularis-oris"): round_about(0, 1530, 27, 13, (0, 1506, 34, 1556)),
    ("anterior", 0, "risorius"): fan(30, 1531, (31, 1515, 50, 1543), 3),
    ("anterior", 0, "depressor-anguli-oris"): fan(33, 1533, (12, 1498, 37, 1532), 3),
    ("anterior", 0, "pectoralis-major-sternocostal"): fan(172, 1352, (0, 1216, 150, 1400)),
    ("posterior", 0, "gluteus-medius"): fan(146, 836, (50, 850, 150, 1010)),
    ("anterior", 1, "omohyoid"): [(60, 1430, 1, -0.5), (74, 1423, 1, -0.5), (46, 1437, 1, -0.5), (16, 1485, 0.25, -1),
                                  (20, 1466, 0.3, -1)],
    ("anterior", 0, "rectus-femoris"): pennate([(112, 900), (100, 720), (88, 470)], 13, 40),
    ("anterior", 0, "tibialis-anterior"): pennate([(106, 412), (98, 300), (90, 150)], -11, 30),
    ("posterior", 0, "dorsal-interossei-hand"): [
        *pennate([(293.6, 836), (296, 812), (302, 778)], 16, 12, 4),
        *pennate([(275.4, 824), (281.6, 800), (283.4, 771)], 16, 10, 4),
        *pennate([(261, 824), (264.6, 800), (266.4, 769)], 16, 10, 4),
        *pennate([(248, 824), (247.6, 800), (246.6, 773)], 16, 10, 4),
    ],
    ("posterior", 0, "gastrocnemius-medial"): [(x, v, 0.16, -1) for x in (40, 60, 78) for v in range(220, 440, 20)],
    ("posterior", 0, "gastrocnemius-lateral"): [(x, v, -0.16, -1) for x in (84, 100, 120) for v in range(220, 440, 20)],
    ("posterior", 0, "gluteus-maximus"): [
        (20, 880, 72, -70), (50, 930, 60, -78), (80, 960, 50, -86), (60, 880, 66, -75), (100, 900, 58, -82),
        (20, 830, 80, -60), (60, 820, 74, -67), (110, 830, 60, -80), (90, 770, 62, -78), (130, 850, 45, -89),
        (115, 750, 40, -90),
    ],
    ("posterior", 0, "occipitalis"): [(x, v, (x - 38) / 150, 1) for x in range(18, 62, 6) for v in (1590, 1600, 1610)],
    # from crest and fascia up and forwards, more so towards the flank
    ("posterior", 2, "internal-oblique"): [
        (x, v, 0.3 + (x - 70) / 100, 1) for x in range(70, 126, 8) for v in range(1004, 1100, 8)
    ],
    ("posterior", 3, "transversus-abdominis"): [
        (x, v, 1, 0.03) for x in range(58, 120, 8) for v in range(1004, 1100, 8)
    ],
    ("posterior", 3, "levatores-costarum"): [
        (x + t * (p - x + off), v + t * (q - v - 0.58 * off), p - x + off, q - v - 0.58 * off)
        for x, v, p, q in LEVATOR_ENDS
        for off in (-5, 0, 5)
        for t in (0.1, 0.3, 0.5, 0.7, 0.9)
    ],
    # level above, steeper below, all to the armpit
    ("posterior", 1, "latissimus-dorsi"): [
        (x, v, 1, max(0.06, (1302 - v) / (182 - x)) * (0.5 + x / 280))
        for x in range(10, 165, 11)
        for v in range(990, 1300, 15)
    ],
    # the external ones run down and outwards behind, down and inwards in front, the internal ones across them
    ("posterior", 0, "intercostal-external"): [
        (x, v, 0.6, -1) for x in range(30, 140, 12) for v in range(1080, 1440, 15)
    ],
    ("anterior", 0, "intercostal-external"): [
        (x, v, -0.65, -1) for x in range(30, 140, 12) for v in range(1080, 1440, 15)
    ],
    ("anterior", 0, "internal-intercostal-muscles"): [
        (x, v, 0.9, -1) for x in range(20, 130, 12) for v in range(1080, 1440, 15)
    ],
    ("anterior", 0, "pectoralis-minor"): fan(127, 1410, (70, 1250, 135, 1390), 8),
    # across, above up towards the breastbone, below down towards the groin
    ("anterior", 3, "transversus-abdominis"): [
        (x, v, 1, (1050 - v) / 320) for x in range(36, 130, 8) for v in range(936, 1200, 12)
    ],
    ("anterior", 0, "pronator-quadratus"): [(x, v, 1, 0.12) for x in range(236, 284, 6) for v in range(870, 912, 6)],
    ("anterior", 0, "dorsal-interossei-foot"): [(100, 40, 0.25, -1)],
    ("anterior", 0, "rectus-abdominis"): [(40, v, 0, 1) for v in range(860, 1260, 40)],
}  # fmt: skip

"""Tendons, aponeuroses, fasciae and ligaments of the context art; millimetres of the body frame.

Only what truly lies above muscle goes over it; broad sheets go under,
so that muscles are painted over their edges.
"""

from __future__ import annotations

import math

from context_bones import ORBIT_DEPTH, PEAR
from context_curves import Sheet, edges, mirrored, ribbon, tube
from context_skin import HEAD

# Points are kept in rows, as many as fit.
# fmt: off

LINEA_ALBA = [(0, 1236), (-3.4, 1233), (-4.4, 1215), (-4.8, 1180), (-5.4, 1130), (-6, 1080), (-7, 1050),
              (-6, 1036),
              (-4, 1000), (-3, 950), (-2.4, 905), (-3.4, 872), (-5, 863), (0, 862)]
# The interosseous membranes fill the gap between two bones, from edge to edge.
MEMBRANE_LEG = [(-104, 390, "c"), (-105.2, 354), (-104, 306), (-101.8, 256), (-99, 206), (-96.4, 162),
                (-95, 134, "c"),
                (-91.2, 152), (-89, 186), (-88.4, 224), (-88.6, 264), (-89.6, 304), (-92, 342), (-96, 372)]
MEMBRANE_ARM = [(-230.6, 1048, "c"), (-232.9, 1024), (-238.6, 990), (-243.5, 956), (-247.6, 922), (-251, 894),
                (-255, 880, "c"), (-257.3, 902), (-253.7, 932), (-248.1, 970), (-240.9, 1008), (-235, 1036)]
CREST_TO_PUBIS = [(-119, 933.6), (-104, 913), (-85, 894), (-64, 878), (-44, 866), (-28, 856)]
# Extensor tendons of the toes, from the retinaculum at the ankle to the last bone.
TOE_TENDONS = [
    [(-91, 102), (-87, 84), (-89.6, 62), (-93.6, 40), (-98, 24), (-103, 14.4)],
    [(-91, 102), (-88.4, 83), (-96, 59), (-104.6, 36), (-110.6, 23), (-117.6, 13.6)],
    [(-91, 102), (-89.8, 82), (-101, 57), (-114.6, 34), (-123, 22), (-132, 13)],
    [(-91, 102), (-91.2, 81), (-105, 56), (-122.6, 33), (-134, 21), (-143.4, 13)],
]
TOE_SLIPS = [
    [(91, 118), (89.8, 106), (88.4, 94), (88.2, 80), (90.6, 62), (95, 40), (99.6, 25), (104.4, 14.4)],
    [(92.8, 118), (91.4, 106), (90.4, 94), (91.8, 80), (98.6, 60), (107, 38), (112.6, 25), (118, 13.8)],
    [(94.6, 118), (93, 106), (92.4, 94), (95.4, 80), (105.6, 59), (117, 38.6), (124, 25), (132, 13.4)],
    [(96.4, 118), (94.6, 106), (94.4, 94), (99, 80), (111, 58), (126, 36), (135, 24), (143.6, 13)],
]
# Flexor tendons inside each finger, from the palm to the last bone.
FLEXORS = [
    [(-268, 838), (-278, 806), (-290, 779), (-303, 750), (-311.6, 729), (-316, 716)],
    [(-263.6, 837), (-269, 806), (-274.8, 772), (-280, 741), (-283.6, 720), (-285.6, 707)],
    [(-258.6, 837), (-256.6, 806), (-255.6, 772), (-256.2, 741), (-257, 724), (-258, 714)],
    [(-253.6, 837), (-245, 808), (-237.4, 781), (-232.6, 757), (-230, 741), (-229.4, 729)],
]
THUMB_FLEXOR = [(-271, 852), (-276, 843), (-290, 834.6), (-304, 823.4), (-313, 809), (-321, 793),
                (-328.4, 778)]
# Extensor tendons on the back of the hand, posterior plate.
EXTENSORS = [
    [(266, 868), (273, 846), (284, 808), (295.6, 771), (304, 748), (311, 730), (316, 717)],
    [(263, 868), (266, 846), (270.6, 808), (274.8, 771), (279, 746), (283, 724), (286, 708)],
    [(260, 868), (258.6, 846), (256.6, 808), (255.6, 774), (256.2, 748), (257, 726), (258.2, 714)],
    [(256.6, 868), (251, 846), (244, 812), (237.2, 782), (233, 760), (230.4, 742), (229.4, 729)],
]


def _band(upper: list, lower: list) -> list:
    """A flat band with rounded ends between two lines that run the same way."""
    return [*upper, *lower[::-1]]


def _hood(axis: list) -> list:
    """An extensor tendon that widens over the knuckle; widths in mm."""
    widths = (3.4, 3.6, 4, 7.4, 4.6, 4, 3)
    return ribbon([(u, v, w) for (u, v), w in zip(axis, widths, strict=True)], 0.4)


def _beside(axis: list, off: float, first: float, last: float) -> list:
    """A fibre `off` mm to the left of an axis, cut short at its ends by shares of their segments."""
    line = []
    for i, (u, v) in enumerate(axis):
        (a, b), (c, d) = axis[max(i - 1, 0)], axis[min(i + 1, len(axis) - 1)]
        n = math.hypot(c - a, d - b)
        line.append((u - (d - b) / n * off, v + (c - a) / n * off))
    for end, inner, share in ((0, 1, first), (-1, -2, last)):
        (a, b), (c, d) = line[end], line[inner]
        line[end] = (a + share * (c - a), b + share * (d - b))
    return line


def _band_of_fibres(sheet: Sheet, layers: str, name: str, axis: list, width: float, count: int) -> None:
    """A retinaculum: a closed band that ends on bone, and its fibres, all within it."""
    n = len(axis) - 1
    wide = [width * (0.35 if i in (0, n) else 1) for i in range(n + 1)]
    rows = [(u, v, w) for (u, v), w in zip(axis, wide, strict=True)]
    left, right = edges(rows)
    sheet.tissue(layers, "ligament", name, ribbon(rows, 0.16), over=True)
    fibres = []
    for k in range(1, count + 1):
        t = k / (count + 1)
        line = [(p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t) for p, q in zip(left, right, strict=True)]
        for i, j in ((0, 1), (-1, -2)):
            d = math.dist(line[i], line[j])
            reach = (1.2 if k % 2 else 2.8) / d
            line[i] = (line[i][0] + (line[j][0] - line[i][0]) * reach, line[i][1] + (line[j][1] - line[i][1]) * reach)
        fibres.append(line)
    # no sharp edge: the fibres thin out into the fascia above and below
    for t, first, last in ((-0.16, 0.3, 0.2), (1.16, 0.2, 0.4), (-0.34, 1.1, 0.7), (1.34, 0.8, 1.2)):
        line = [(p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t) for p, q in zip(left, right, strict=True)][1:-1]
        for i, j, share in ((0, 1, first), (-1, -2, last)):
            share = min(share, 0.9)
            line[i] = (line[i][0] + (line[j][0] - line[i][0]) * share, line[i][1] + (line[j][1] - line[i][1]) * share)
        fibres.append(line)
    sheet.line(layers, *fibres, name=name)


def draw_anterior(sheet: Sheet) -> None:
    """Everything but muscle and bone on the anterior plate."""
    _head_front(sheet)
    _trunk_front(sheet)
    _arm_front(sheet)
    _leg_front(sheet)


def _head_front(sheet: Sheet) -> None:
    sheet.tissue_across(
        "1",
        "aponeurosis",
        "Epicranial aponeurosis (galea)",
        [*HEAD[:5], (-76.4, 1648, "c"), (-62, 1651), (-46, 1658), (-28, 1661), (-12, 1656), (0, 1648)],
    )
    # what is seen of the depth of orbit and nose
    sheet.tissue("23", "fascia", "Orbit", ORBIT_DEPTH)
    sheet.tissue_across("23", "fascia", "Piriform opening", PEAR)
    sheet.tissue_across("12", "ligament", "Median cricothyroid ligament", [(0, 1464), (-6, 1463),
                                                                            (-5.4, 1460), (0, 1460)])
    sheet.tissue_across("2", "ligament", "Thyrohyoid membrane", [(0, 1491), (-12, 1491), (-14, 1488),
                                                                  (-5, 1485), (0, 1481)])
    sheet.tissue_across(
        "12",
        "ligament",
        "Trachea",
        *[[(0, v), (-6, v), (-8.4, v - 1.6), (-8.2, v - 4.4), (-5, v - 5), (0, v - 5)] for v in
          (1450.6, 1443.6, 1436.6, 1429.6, 1422.6, 1415.6, 1408.6)],
    )


def _trunk_front(sheet: Sheet) -> None:
    sheet.tissue_across("12", "aponeurosis", "Linea alba", LINEA_ALBA, over=True)
    sheet.line_across("12", [(-3.6, 1047), (-3, 1043), (0, 1041)], name="Navel")
    sheet.tissue(
        "1",
        "aponeurosis",
        "Aponeurosis of the external oblique",
        [(-28, 1232), (-60, 1212), (-82, 1180), (-90, 1140), (-93, 1090), (-96, 1040), (-104, 990),
         (-117, 945),
         (-119, 934), (-104, 913), (-85, 894), (-64, 878), (-44, 867), (-25, 862), (-2, 862, "c"), (-2, 1040),
         (-2, 1230, "c")],
    )
    sheet.tissue(
        "2",
        "aponeurosis",
        "Aponeurosis of the internal oblique",
        [(-30, 1228), (-62, 1196), (-78, 1150), (-82, 1090), (-88, 1030), (-98, 980), (-110, 940),
         (-85, 896), (-64, 880),
         (-44, 869), (-25, 863), (-2, 862, "c"), (-2, 1040), (-2, 1230, "c")],
    )
    sheet.tissue("123", "ligament", "Inguinal ligament",
                 ribbon([(u, v, w) for (u, v), w in
                         zip(CREST_TO_PUBIS, (3, 2.4, 2.2, 2.2, 2, 1.4), strict=True)], 0.2),
                 over=True)
    # above the tubercle of the pubis, between two bundles of the aponeurosis
    sheet.tissue("1", "fascia", "Superficial inguinal ring",
                 [(-29, 864.6, "c"), (-31.4, 868.6), (-36, 873.4), (-43, 878), (-51, 881, "c"), (-46, 875.4),
                  (-40, 869.6), (-34.6, 866)], over=True)
    sheet.line("1", [(-27.6, 868), (-33, 874.6), (-41, 880.4), (-51, 884.6), (-60, 887)],
               [(-42, 877.4), (-45.4, 875)], [(-46.4, 879.2), (-49.4, 877.6)], name="Superficial inguinal ring")
    sheet.tissue("23", "ligament", "Coracoacromial ligament",
                 [(-140.6, 1398, "c"), (-149, 1405.6), (-158.6, 1411, "c"), (-153, 1413.6, "c"), (-141, 1408.4),
                  (-130, 1405, "c")])
    sheet.tissue("23", "ligament", "Coracoclavicular ligament",
                 [(-127.4, 1411.6, "c"), (-121, 1411.8, "c"), (-120.4, 1404.8, "c"), (-125.4, 1405.8, "c")],
                 [(-119.4, 1411.6, "c"), (-111, 1412, "c"), (-114.4, 1402, "c"), (-118.6, 1404.4, "c")])
    sheet.tissue_across("123", "ligament", "Pubic symphysis",
                        [(0, 856.6), (-4.4, 856.2), (-6, 852.4),
                         (-5.2, 846), (-7.6, 833), (-12, 822), (-8, 823), (0, 829)])
    # along the inner side of psoas, to the pecten beside the iliopubic eminence
    sheet.tissue("3", "tendon", "Tendon of psoas minor",
                 ribbon([(-26.6, 1072, 0.8), (-27.8, 1056, 3.4), (-29.4, 1032, 5), (-32.4, 1003, 4.6),
                         (-37.4, 976, 4.2), (-43.4, 952, 3.8), (-48.4, 929, 3.4), (-51, 909, 3.2),
                         (-51.4, 893, 3), (-50, 880, 2.4), (-47.8, 871, 1.4)], 0.3), over=True)
    sheet.tissue("3", "tendon", "Tendon of iliopsoas",
                 [(-66.6, 862, "c"), (-71.6, 845), (-77, 828), (-82.4, 812), (-86.6, 799), (-88.4, 788), (-87.4, 781),
                  (-84.4, 778.6), (-80, 783), (-76, 791), (-72.4, 806), (-68, 822), (-65.6, 840)], over=True)
    sheet.tissue("3", "ligament", "Iliofemoral ligament",
                 [(-105, 911), (-110, 906), (-122, 878), (-133, 853), (-124, 836), (-112, 821), (-103, 815),
                  (-99, 830),
                  (-98, 860), (-101, 890)])
    sheet.tissue("3", "ligament", "Obturator membrane",
                 [(-32, 846), (-45, 849.6), (-57, 844), (-62.6, 831), (-59, 818.6), (-48, 813), (-36, 820),
                  (-29.4, 834)])
    # Discs fill the gaps between the bodies of the vertebrae.
    gaps = [(1203.4, 1198.2, 17.2), (1174.4, 1167.8, 17.8), (1141.8, 1134.8, 18.4), (1107.8, 1100.6, 19),
            (1071.4, 1065.2, 19.6), (1035.8, 1029.8, 20.4), (1000.4, 997.2, 22), (961.4, 957.6, 22.6)]
    sheet.tissue_across("3", "ligament", "Intervertebral discs",
                        *[[(0, t), (-w * 0.7, t), (-w, (t + b) / 2), (-w * 0.7, b), (0, b)] for t, b,
                          w in gaps])


def _arm_front(sheet: Sheet) -> None:
    _lacertus(sheet)
    sheet.tissue("1", "tendon", "Tendon of flexor carpi radialis",
                 tube([(-251, 985), (-258, 935), (-265.4, 893), (-270.4, 864), (-274, 846)], (3, 4.6)))
    sheet.tissue("1", "tendon", "Tendon of palmaris longus",
                 tube([(-243, 975), (-250, 930), (-256, 890), (-260, 862), (-262, 848)], (2.6, 4)))
    sheet.tissue("1", "tendon", "Tendon of flexor carpi ulnaris",
                 tube([(-229, 935), (-235, 900), (-240, 870), (-243.4, 851)], (3, 5)))
    sheet.tissue("1", "tendon", "Tendon of brachioradialis",
                 tube([(-272, 960), (-278, 920), (-283, 890), (-286, 872)], (3, 6)))
    sheet.tissue("12", "tendon", "Tendons of the finger flexors", *[tube(t, (4.4, 4.4)) for t in FLEXORS])
    sheet.tissue("12", "tendon", "Tendon of flexor pollicis longus", tube(THUMB_FLEXOR, 4))
    _band_of_fibres(sheet, "12", "Flexor retinaculum",
                    [(-287.6, 845.4), (-278, 847.4), (-264, 848), (-250, 846.8), (-240.4, 844.6)], 8.4, 5)
    sheet.tissue(
        "1",
        "aponeurosis",
        "Palmar aponeurosis",
        [(-258, 842), (-265, 842), (-270.6, 826), (-279, 804), (-289, 787), (-297.6, 769), (-290.6, 771.6),
         (-283, 786),
         (-279, 790.6), (-279, 776), (-278.4, 765), (-272.4, 765), (-271.8, 778), (-268, 791), (-264, 790.6),
         (-260, 778), (-258.8, 767), (-252.8, 767), (-253, 780), (-251.6, 790), (-246.6, 783),
         (-239.6, 773.6),
         (-234.4, 774), (-241.6, 789), (-249.6, 806), (-255, 826)],
        over=True,
    )
    sheet.tissue("3", "fascia", "Interosseous membrane of the forearm",
                 MEMBRANE_ARM)


# Bicipital aponeurosis: its free upper and its lower border, each from the biceps tendon, with the middle of its bow.
LACERTUS = [((-209.8, 1145), (-205.4, 1121), (-188.4, 1103)), ((-218.4, 1116.6), (-211, 1102), (-197.6, 1081.6))]


def _lacertus(sheet: Sheet) -> None:
    """A thin sheet from the tendon of biceps over pronator teres; its fibres spread and end within it."""

    def fibre(share, steps):
        (a, b, c) = [tuple(p[i] + (q[i] - p[i]) * share for i in (0, 1)) for p, q in zip(*LACERTUS, strict=True)]
        return [tuple((1 - t) ** 2 * a[i] + 2 * t * (1 - t) * b[i] + t * t * c[i] for i in (0, 1)) for t in steps]

    steps = (0, 0.25, 0.5, 0.75, 1)
    upper, lower = fibre(0, steps), fibre(1, steps)
    far = fibre(0.5, (1.06,))
    sheet.tissue("1", "aponeurosis", "Bicipital aponeurosis",
                 [(*upper[0], "c"), *upper[1:], *far, *lower[::-1], (-213.6, 1127.6), (-211, 1135.6)], over=True)
    sheet.line("1", *[fibre(k / 7, (0.1, 0.36, 0.62, 0.84 + 0.08 * (k % 2))) for k in range(1, 7)],
               name="Bicipital aponeurosis")


def _leg_front(sheet: Sheet) -> None:
    sheet.tissue("12", "tendon", "Quadriceps tendon",
                 [(-93, 534), (-96, 515), (-100, 494), (-102, 474), (-97, 461.6), (-86, 463), (-75, 460.6),
                  (-69.6, 472),
                  (-74, 494), (-81, 515), (-86, 534)])
    sheet.tissue("123", "ligament", "Patellar ligament",
                 [(-99, 434, "c"), (-92.4, 430.4), (-86.6, 429.4), (-81, 430.4), (-74.6, 434, "c"), (-76, 424),
                  (-78.6, 408), (-80, 394), (-82.4, 386), (-86.6, 383), (-90.8, 386), (-93, 395), (-95, 409),
                  (-97.4, 424)])
    sheet.line("123", [(-95, 388), (-92.6, 380), (-86.6, 376.4), (-80.6, 380), (-78.4, 388)], name="Tibial tuberosity")
    sheet.line("123", *[[(-87 + (u + 87) * 1.8, 429), (-87 + (u + 87) * 1.3, 412), (u, 391 + 1.6 * (k % 2))] for k, u in
                        enumerate((-91, -88.4, -86, -83.6, -81.4))], name="Fibres of the patellar ligament")
    sheet.tissue("23", "ligament", "Medial collateral ligament", tube([(-36, 463), (-38.6, 436),
                                                                       (-43.4, 410), (-50.6, 384)], (8, 4.4),
                                                                       0.2))
    sheet.tissue("23", "ligament", "Lateral collateral ligament", tube([(-113.6, 459), (-115.6, 438),
                                                                        (-116, 415)], (4.4, 3.6), 0.2))
    # the thread of plantaris lies on it, behind the shin bone
    sheet.tissue("3", "fascia", "Deep transverse fascia of the leg",
                 [(-62.8, 330, "c"), (-60, 314), (-55.4, 296), (-50.4, 280), (-47, 264), (-45.6, 250), (-46.6, 236),
                  (-49.4, 219), (-53, 202), (-57, 186), (-61, 172, "c"),
                  (-62.4, 200), (-62.8, 220), (-63.2, 250), (-63.4, 280)])
    sheet.tissue("3", "fascia", "Interosseous membrane of the leg",
                 MEMBRANE_LEG)
    sheet.tissue("12", "tendon", "Tendons of extensor digitorum longus",
                 tube([(-95, 190), (-94, 150), (-92, 112), (-90, 84)], (5, 7)),
                 *[tube(t, (3.4, 2.6)) for t in TOE_TENDONS])
    # in layer 2 over the short extensors, as its muscle is cut off above the foot there
    sheet.tissue("2", "tendon", "Slips of extensor digitorum longus",
                 *[ribbon([(-u, v, w) for (u, v), w in
                           zip(points, (0.8, 1.9, 2, 2.3, 2.5, 2.4, 2.2, 1.4), strict=True)], 0.3)
                   for points in TOE_SLIPS], over=True)
    sheet.tissue("12", "tendon", "Tendon of extensor hallucis longus",
                 tube([(-73.6, 60), (-71.6, 46), (-74, 28),
                       (-80, 16)], (4, 4.4)))
    sheet.tissue("1", "tendon", "Tendon of tibialis anterior",
                 tube([(-88, 205), (-85, 160), (-79, 124), (-70.6, 92), (-63.4, 68), (-59, 55)], (5, 7)))
    _band_of_fibres(sheet, "1", "Superior extensor retinaculum",
                    [(-110, 133), (-103, 135), (-92, 137), (-74, 137), (-62, 133.6), (-54, 130.6)], 7.6, 5)
    # a Y: from the calcaneus a stem, that parts to the malleolus and to the inner border of the sole
    sheet.tissue("1", "ligament", "Inferior extensor retinaculum",
                 [(-110, 68), (-104.8, 74.6), (-96.6, 80.8), (-87, 85.8), (-75.6, 90.3), (-63.4, 93.9), (-54, 95.6),
                  (-50.4, 95), (-53.6, 92), (-63, 88), (-73.6, 84), (-80.6, 80.2), (-83, 77.6), (-80.6, 74.8),
                  (-73, 68.8), (-64, 61.4), (-57, 56), (-53, 53.4), (-52.6, 52), (-56, 52.6), (-61.6, 55.2),
                  (-70, 61.2), (-78.6, 68), (-87, 73.2), (-93.4, 73.6), (-100.4, 69.4), (-106, 65.2), (-109, 64.8)],
                 over=True)
    upper = [(-107.6, 67.4), (-102, 72.4), (-94, 77.8), (-86, 81.8), (-75, 86.8), (-63, 90.8), (-53.4, 93.8)]
    lower = [(-94, 76), (-87.4, 75.6), (-80, 71.4), (-71.4, 65), (-62.4, 58.2), (-55, 53.6)]
    sheet.line("1", *[_beside(upper, off, *cut) for off, cut in
                      ((-1.9, (0.5, 0.2)), (-0.6, (0.1, 0.7)), (0.7, (0.4, 0.1)), (2, (0.2, 0.6)))],
               *[_beside(lower, off, *cut) for off, cut in ((-1.5, (0.6, 0.5)), (0, (0, 0.1)), (1.5, (0.9, 0.6)))],
               # no sharp edge: they thin out into the fascia
               _beside(upper[2:-1], 4.5, 0.4, 0.2), _beside(upper[3:5], 5.7, 0.1, 0.1),
               _beside(upper[4:-1], -4.1, 0.1, 0.1), _beside(lower[2:-1], 3.9, 0.2, 0.1),
               _beside(lower[2:-1], -3.9, 0, 0.4),
               name="Inferior extensor retinaculum")


def draw_posterior(sheet: Sheet) -> None:
    """Everything but muscle and bone on the posterior plate."""
    _trunk_behind(sheet)
    _arm_behind(sheet)
    _leg_behind(sheet)


def _trunk_behind(sheet: Sheet) -> None:
    sheet.tissue_across(
        "1",
        "aponeurosis",
        "Epicranial aponeurosis (galea)",
        [*mirrored(HEAD[:6]), (76.6, 1636, "c"), (68, 1622), (60, 1611), (46, 1607), (24, 1605), (10, 1601), (0, 1597)],
    )
    # what occipitalis runs on into, cut off
    sheet.tissue("2", "aponeurosis", "Epicranial aponeurosis (galea)",
                 [(16.4, 1606, "c"), (14.6, 1622), (14.4, 1636), (19, 1641.6), (27, 1648), (36, 1652), (45, 1649.6),
                  (53, 1643), (60.4, 1636.4), (63, 1631), (62.4, 1620), (61, 1606, "c")])
    sheet.tissue_across(
        "1",
        "fascia",
        "Thoracolumbar fascia",
        [(0, 1190), (7, 1178), (20, 1146), (36, 1108), (52, 1068), (64, 1034), (70, 1005), (62, 994),
         (51, 980),
         (42, 964), (36, 948), (33, 930), (24, 905), (12, 880), (0, 866)],
    )
    sheet.tissue_across("1", "aponeurosis", "Aponeurosis of trapezius at the neck",
                        [(0, 1484), (3.6, 1476), (9, 1458), (13, 1440), (10.6, 1422), (5, 1404), (0, 1392)],
                        over=True)
    sheet.tissue_across("123", "ligament", "Nuchal ligament",
                        [(0, 1593), (2.4, 1589), (1.3, 1566), (0.9, 1530), (0.7, 1494), (0, 1468)], over=True)
    sheet.tissue("1", "fascia", "Gluteal aponeurosis",
                 [(66, 1000), (82, 1009), (99, 1011.6), (113, 1008.6), (124.6, 1000), (132, 985), (135, 962),
                  (138, 935),
                  (140, 905), (126, 900), (108, 918), (88, 944), (70, 970), (60, 988)])
    sheet.tissue_across(
        "2",
        "aponeurosis",
        "Aponeurosis of erector spinae",
        [(0, 1130), (10, 1118), (22, 1086), (32, 1050), (38, 1010), (39, 976), (38, 946), (34, 920),
         (24, 898), (10, 878),
         (0, 868)],
    )
    sheet.tissue("3", "ligament", "Sacrospinous ligament",
                 [(23, 884), (30, 891), (40, 880), (50, 871.6), (49.4, 865.4), (38, 869), (20, 873.6)])
    sheet.tissue("23", "ligament", "Sacrotuberous ligament",
                 [(40, 932), (45, 918), (46, 898), (51, 870), (59, 842), (66, 818), (61, 809), (54.6, 814),
                  (47.6, 838), (38, 864),
                  (26, 884), (34, 897), (39, 912)])
    sheet.line("23", [(42, 922), (44, 902), (48, 876), (54.6, 848), (60.6, 820)],
               [(44, 912), (46.4, 890), (51.6, 866), (58, 842), (63, 822)],
               [(36, 890), (40, 880), (46, 862), (51.6, 842), (57, 820)], name="Sacrotuberous ligament")
    # it turns round the lesser sciatic notch, comes together from several strands and runs out between the gemelli
    sheet.tissue("23", "tendon", "Tendon of obturator internus",
                 [(57.4, 849.6, "c"), (67, 853.4, "c"), (55.6, 854, "c"), (68, 856.4, "c"), (59, 859.4, "c"),
                  (72, 859.2), (87, 857.6), (102, 856), (117.4, 855, "c"), (117.4, 850.4, "c"), (102, 851.2),
                  (87, 852.4), (76, 853), (66, 851.4)], over=True)
    sheet.tissue("3", "ligament", "Iliolumbar ligament", tube([(38, 984), (46, 984), (57, 986)], (6, 10)))


def _arm_behind(sheet: Sheet) -> None:
    m = mirrored
    sheet.tissue("12", "tendon", "Tendon of triceps",
                 [(206, 1224), (212, 1218), (219, 1190), (225, 1160), (226, 1134), (222.6, 1110),
                  (213, 1103), (205, 1109),
                  (203, 1130), (203.6, 1160), (204, 1192)])
    sheet.tissue("1", "tendon", "Tendons of extensor digitorum",
                 tube([(254, 940), (258, 905), (261.4, 870)], (5, 10)), *[_hood(t) for t in EXTENSORS],
                 tube([(286, 801), (279, 798), (272, 793)], 2.4), tube([(271, 792), (264, 797),
                                                                        (256.8, 800)], 2.4),
                 tube([(256.6, 800), (249, 797), (241, 791)], 2.4))
    sheet.tissue("12", "tendon", "Tendon of extensor pollicis longus",
                 tube([(262, 905), (268, 874), (279, 856), (297, 838), (314, 821), (324, 799), (331, 777)],
                      (3, 4)))
    sheet.tissue("12", "tendon", "Tendon of extensor pollicis brevis",
                 tube([(283, 905), (289, 872), (297.4, 848), (312.4, 826), (320, 810)], (3, 3.6)))
    sheet.tissue("1", "tendon", "Tendons of extensor carpi radialis",
                 tube([(271, 930), (276, 895), (277, 862), (279.6, 835)], (3.4, 5)),
                 tube([(267, 930), (270, 895), (269.6, 862), (269, 834)], (3.4, 5)))
    sheet.tissue("1", "tendon", "Tendon of extensor carpi ulnaris",
                 tube([(240, 930), (244, 895), (244.6, 862), (245.4, 838)], (3.4, 5)))
    sheet.tissue("1", "ligament", "Extensor retinaculum",
                 ribbon([(289.6, 883.6, 3), (281, 881, 8), (270, 877.4, 9), (256, 872, 9), (245, 867.8, 8),
                         (236.8, 864, 3)], 0.3), over=True)
    sheet.tissue("3", "fascia", "Interosseous membrane of the forearm",
                 m(MEMBRANE_ARM))


def _leg_behind(sheet: Sheet) -> None:
    sheet.tissue(
        "12",
        "tendon",
        "Calcaneal (Achilles) tendon",
        [(77, 300), (84, 286), (91.4, 262), (91.4, 230), (88, 195), (84.6, 160), (82.4, 125), (80.8, 92),
         (80.8, 66),
         (81.4, 46), (79, 36), (70, 33), (61.6, 36), (60.4, 48), (63, 74), (64.4, 105), (63.6, 135),
         (61.6, 168),
         (59, 205), (56.6, 240), (59, 268), (69, 287)],
    )
    sheet.tissue("12", "tendon", "Tendons of the fibularis muscles",
                 tube([(100, 170), (101, 130), (100, 96), (98.6, 74), (102, 60), (112, 46), (124, 34)],
                      (5, 4)))
    sheet.tissue("12", "tendon", "Tendon of tibialis posterior", tube([(62, 165), (57, 128), (52.6, 98),
                                                                       (52, 78), (57, 60)], (4, 5)))
    sheet.tissue("12", "tendon", "Tendon of flexor digitorum longus", tube([(66, 165), (61, 128), (57, 98),
                                                                            (56, 78), (60, 58)], 3.6))
    sheet.tissue("1", "ligament", "Superior fibular retinaculum",
                 ribbon([(108.6, 80.8, 1.8), (105, 75.8, 5), (101, 70.6, 6.4), (96, 65.2, 6), (89.6, 59.2, 1.8)], 0.3),
                 over=True)
    sheet.tissue("1", "ligament", "Flexor retinaculum of the ankle",
                 ribbon([(44.6, 88.4, 2), (47.8, 81.6, 5.8), (51.6, 73.8, 7.6), (55.4, 66, 7.4), (58.8, 59.2, 5.4),
                         (61.6, 53.8, 2)], 0.3),
                 over=True)
    sheet.tissue("3", "fascia", "Interosseous membrane of the leg",
                 mirrored(MEMBRANE_LEG))
    sheet.tissue("23", "ligament", "Capsule and ligaments behind the knee", tube([(36.6, 464), (40, 440),
                                                                                  (44, 412)], (7, 6)),
                 tube([(114, 458), (116, 438), (116, 414)], 4.6))

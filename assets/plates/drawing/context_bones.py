"""The bones, of the subject's right half, in millimetres of the body frame.

Shapes shared by both plates are given as the anterior plate shows them (u < 0) and flipped for the posterior
one; shapes named `BEHIND` are given as the posterior plate shows them (u > 0). Whole simple bones are drawn,
because muscles are painted above them.
"""

from __future__ import annotations

from context_curves import Sheet, mirrored, oval, ribbon, small_bone, tube

# Points are kept in rows, as many as fit.
# fmt: off

# ---------------------------------------------------------------- arm and hand, both plates

HUMERUS = [
    (-167, 1405), (-155.6, 1402), (-147.6, 1393.6), (-146.4, 1383), (-151.6, 1374), (-160.4, 1366),
    (-168, 1352),
    (-174, 1332), (-178.6, 1306), (-183.6, 1275), (-188.6, 1242), (-193.6, 1208), (-198, 1174), (-200, 1150),
    (-197.8, 1134), (-191.4, 1121), (-185.4, 1112.6), (-184.2, 1105), (-189, 1099.4), (-197, 1097),
    (-202, 1094.4),
    (-205.4, 1088.6), (-211, 1089.4), (-217, 1095), (-225, 1097.6), (-235, 1096.6), (-243.4, 1099),
    (-246.4, 1107),
    (-249, 1114.6), (-245.6, 1123.6), (-239.6, 1136), (-232.6, 1151), (-226, 1171), (-219.6, 1200),
    (-212.6, 1236),
    (-207, 1272), (-202.6, 1306), (-198.4, 1334), (-193, 1358), (-190, 1377), (-189.4, 1391), (-184, 1400.4),
    (-175.4, 1402.6),
]
RADIUS = [
    (-238, 1092, 20), (-238, 1087.4, 21.4), (-237.8, 1080, 16.4), (-238.4, 1066, 15), (-241.6, 1042, 15.6),
    (-248.4, 1008, 15), (-255.4, 970, 14.6), (-261.4, 932, 15.4), (-266.6, 902, 18.6), (-270.8, 882, 24),
    (-274.4, 867, 28.6), (-275.6, 860.4, 27),
]
ULNA_FRONT = [
    (-213.4, 1091.6, 19), (-215.4, 1084, 20.4), (-218.6, 1070, 16.4), (-221.6, 1052, 13.6),
    (-226.6, 1024, 12.6),
    (-232.6, 990, 12), (-238, 956, 11), (-242.4, 922, 10.4), (-245.6, 894, 10.8), (-247.6, 876, 13.2),
    (-247.4, 866.4, 14.4),
]
ULNA_BEHIND = [
    (213.4, 1108, 17), (214, 1102, 20.6), (215, 1091, 19), (217.6, 1076, 18), (221.6, 1052, 13.6),
    (226.6, 1024, 12.6),
    (232.6, 990, 12), (238, 956, 11), (242.4, 922, 10.4), (245.6, 894, 10.8), (247.6, 876, 13.2),
    (247.4, 866.4, 14.4),
]
CARPALS = [
    ("Scaphoid", oval(-274.6, 854.6, 17, 10, 24)),
    ("Lunate", oval(-258.6, 856.4, 13, 10.6, -6)),
    ("Triquetral", oval(-246.4, 849.4, 10.4, 11.4, 20)),
    ("Trapezium", oval(-284.2, 847.4, 14.6, 12.4, 36)),
    ("Trapezoid", oval(-276, 840.6, 10.4, 10.4, 10)),
    ("Capitate", oval(-265.4, 843.6, 13, 20, -6)),
    ("Hamate", oval(-253, 841, 13, 15.4, 14)),
]
# Metacarpals and phalanges from thumb to little finger: base, head, then widths of base, waist and head.
METACARPALS = [
    ((-287.6, 844.4), (-316.4, 818.6), 13, 9, 13.4),
    ((-277.6, 835.4), (-295.4, 770.6), 14, 8.4, 14),
    ((-268, 834), (-274.6, 771.6), 13, 8.4, 14),
    ((-257.4, 833.6), (-255.6, 775.4), 11, 7.2, 12.6),
    ((-247.8, 834.6), (-237.4, 783.6), 11, 7.2, 11.6),
]
PHALANGES = [
    [((-316.4, 816.6), (-326.6, 789.8), 12.4, 8.2, 10), ((-327.2, 788), (-332.6, 767.4), 10.4, 6.2, 6.8)],
    [((-296.8, 768.8), (-308, 737.4), 14, 8.6, 10.6), ((-308.6, 735.8), (-314.8, 722), 11.4, 7.4, 8.8),
     ((-315.2, 720.6), (-318, 709), 9, 5.6, 6)],
    [((-275, 770), (-280.6, 735.6), 14, 9, 11.2), ((-281, 734), (-284.8, 714.4), 11.8, 7.8, 9),
     ((-285, 713), (-286.8, 700), 9.6, 5.8, 6.4)],
    [((-255.6, 774), (-256.2, 740.6), 13, 8.2, 10.4), ((-256.4, 739), (-257.4, 719.6), 11, 7.2, 8.6),
     ((-257.4, 718.2), (-258.4, 709.4), 8.8, 5.4, 6)],
    [((-237, 782), (-231.8, 755), 11.6, 6.8, 9), ((-231.6, 753.4), (-229.8, 737), 9.6, 6.2, 7.4),
     ((-229.6, 735.6), (-229.2, 723.6), 7.8, 4.8, 5.2)],
]
FINGERS = ("thumb", "index finger", "middle finger", "ring finger", "little finger")

# ---------------------------------------------------------------- leg and foot, both plates

FEMUR = [
    (-136, 861), (-143.4, 853), (-148, 840), (-146.4, 825), (-139.6, 809), (-133.6, 790), (-129.6, 764),
    (-124.6, 728),
    (-118, 686), (-110.6, 640), (-103.6, 594), (-97, 552), (-94.6, 526), (-98, 503), (-105.4, 485),
    (-112.4, 471),
    (-115.6, 458), (-112.6, 446), (-104.6, 438.6), (-95, 437.6), (-86, 440), (-78, 442.6), (-70.6, 440),
    (-62, 434.6), (-51, 432.4), (-41.4, 436), (-35.6, 447), (-32.6, 461), (-33.6, 473), (-39.6, 481.6),
    (-49, 489),
    (-57, 502), (-62.4, 520), (-67.4, 548), (-74.4, 590), (-82, 636), (-89, 682), (-94.4, 726), (-96.4, 760),
    (-95.4, 786), (-92.4, 799), (-94, 812), (-97.6, 826), (-97, 839), (-87.6, 842), (-75, 842.4),
    (-66.4, 849),
    (-62.6, 860), (-64.8, 871.6), (-73.4, 880.6), (-85, 884), (-96, 881), (-104.6, 872.6), (-115, 863.4),
    (-124.6, 858.4), (-130.4, 860.6),
]
TIBIA = [
    (-112, 431), (-100, 433.4), (-86, 431.6), (-72, 432.8), (-55, 430.8), (-43.6, 426), (-39, 417),
    (-43.4, 405),
    (-51.4, 392), (-58, 376), (-62, 352), (-63.6, 318), (-63.4, 280), (-62.4, 240), (-61, 200), (-59.4, 164),
    (-57.4, 134), (-53.6, 113), (-48.2, 101), (-45.6, 91.4), (-48, 82), (-53.6, 78.6), (-58.4, 83),
    (-61.6, 88),
    (-70, 87.4), (-80, 86), (-91, 86.6), (-98, 91), (-99.6, 99), (-96.6, 110), (-93.4, 128), (-91, 152),
    (-89, 186),
    (-88.4, 224), (-88.6, 264), (-89.6, 304), (-92, 342), (-96, 372), (-102, 394), (-110, 408), (-115.4, 420),
]
FIBULA = [
    (-115.4, 415, 9), (-115, 408, 17), (-113.4, 396, 18), (-111.6, 380, 13), (-110.6, 354, 10.6),
    (-108.8, 306, 9.6),
    (-106.4, 256, 9.2), (-103.6, 206, 9.2), (-101.4, 162, 10), (-101, 130, 11.2), (-102, 104, 13),
    (-102.8, 84, 13.6),
    (-103.6, 70, 11), (-104.2, 62, 6.6),
]
PATELLA = [
    (-86, 466), (-96, 463.4), (-103.4, 456.6), (-105.4, 449), (-101.6, 439.4), (-94.6, 430.6), (-87.4, 425.6),
    (-80.4, 428.4), (-71, 436.6), (-64, 445), (-64.6, 454), (-73, 462),
]
# Metatarsals from the great toe to the fifth, foreshortened by the view from the front.
METATARSALS = [
    ((-68.4, 57), (-71, 22.6), 15.4, 12.6, 17),
    ((-86.6, 61), (-92.8, 25.6), 11, 7, 12),
    ((-95, 56.4), (-106, 25.4), 11, 6.4, 11.4),
    ((-101, 50), (-118.4, 24), 10.6, 6.2, 11),
    ((-107, 44), (-131, 21), 11, 6.6, 10.6),
]
# Of each toe one foreshortened row of phalanges; its tip is left to skin and nail.
TOES = [
    [ribbon([(-72.6, 22.6, 17), (-80, 14.4, 14.6)], 0.34)],
    [ribbon([(-94.2, 25, 11.4), (-101.8, 14.8, 9)], 0.38)],
    [ribbon([(-108.2, 23.8, 11), (-116.8, 14, 8.6)], 0.38)],
    [ribbon([(-121, 22.4, 10.4), (-130.8, 14, 8)], 0.38)],
    [ribbon([(-133.4, 20, 9.4), (-143.2, 14.4, 7)], 0.38)],
]
# The anterior plate's own: cuneiforms and cuboid as wedges, each metatarsal from its wedge to the ball of the toe,
# every toe with its phalanges, foreshortened.
TARSALS_FRONT = [
    ("Cuboid", [(-94, 67.6, "c"), (-101, 64.6), (-108, 57.6), (-113.4, 51, "c"), (-110.6, 46.6), (-104, 46.4),
                (-98.6, 51.6, "c"), (-98, 58), (-95.6, 63)]),
    ("Navicular", [(-54.6, 65.4), (-56.4, 71), (-64, 76.4), (-75, 78), (-85, 76.4), (-91, 72, "c"), (-89, 67.6),
                   (-80, 69), (-71, 68.6), (-62.4, 64.4), (-57, 60.6)]),
    ("Medial cuneiform", [(-60, 64.6, "c"), (-66.6, 69), (-74.6, 70.4, "c"), (-76.4, 63), (-75.6, 55.4, "c"),
                          (-68.4, 53), (-60.6, 55, "c"), (-58.6, 60)]),
    ("Intermediate cuneiform", [(-75.2, 70.4, "c"), (-79, 71), (-83.2, 70.4, "c"), (-85.2, 65), (-85.6, 60, "c"),
                                (-81, 58.4), (-76.6, 59.6, "c"), (-76.8, 65)]),
    ("Lateral cuneiform", [(-84, 70.2, "c"), (-89, 70.4), (-93, 68, "c"), (-94.6, 62.4), (-97.4, 56, "c"),
                           (-92, 54.6), (-86.6, 57.4, "c"), (-86, 64)]),
]
METATARSALS_FRONT = [
    ((-68, 56), (-72, 23), 15.6, 11, 17),
    ((-81.4, 60.4), (-93, 25.6), 10.4, 6.6, 11.4),
    ((-92.4, 56.6), (-106.4, 25), 10.6, 6.2, 11),
    ((-102.4, 51), (-118.8, 23.6), 10.4, 6, 10.6),
    ((-113.4, 46.6), (-131.2, 20.6), 13.4, 6.4, 10.2),
]
PHALANGES_FRONT = [
    [[(-72.4, 23.4, 15.4), (-74.6, 18.6, 12.4), (-77.6, 13.2, 13.8)], [(-78.2, 11.6, 13.6), (-79.8, 7.6, 9.6),
                                                                        (-80.6, 4.2, 9)]],
    [[(-93.6, 24.6, 10.4), (-96, 20, 7.2), (-98.2, 15.4, 8)], [(-98.8, 13.8, 8), (-99.8, 11.2, 7.2)],
     [(-100.2, 9.6, 7), (-101, 5, 5)]],
    [[(-107.8, 23.6, 10.2), (-111, 19, 7), (-114.2, 14.8, 7.8)], [(-115.2, 13.2, 7.8), (-116.8, 10.8, 7)],
     [(-117.4, 9.2, 6.8), (-118.6, 5, 4.8)]],
    [[(-120.6, 22, 9.8), (-124.6, 18, 6.6), (-128.4, 14.4, 7.4)], [(-129.6, 13, 7.4), (-131.6, 10.8, 6.6)],
     [(-132.4, 9.4, 6.4), (-133.8, 5.4, 4.6)]],
    [[(-133, 19.4, 9.2), (-137, 16.4, 6.2), (-140.6, 13.6, 6.8)], [(-141.8, 12.6, 6.8), (-143.6, 11.2, 6)],
     [(-144.4, 10.2, 5.8), (-146.4, 7.2, 4.2)]],
]
TALUS = [(-91.6, 86), (-79, 85.6), (-65, 87.6), (-58.6, 84), (-56, 75), (-57.6, 66), (-67, 62.6), (-80, 65),
         (-89.6, 70), (-93.4, 79)]

# ---------------------------------------------------------------- shoulder girdle, chest

CLAVICLE = [
    (-154, 1419.6), (-149, 1424.4), (-132, 1425.6), (-114, 1424.4), (-97, 1420.6), (-80, 1416.4),
    (-60, 1414.6),
    (-36, 1416), (-20.4, 1416), (-12.6, 1410.6), (-11.6, 1402.6), (-18, 1398.6), (-32, 1400.6), (-50, 1402.4),
    (-66, 1402.4), (-79, 1404.6), (-92, 1409), (-108, 1411.4), (-130, 1411.4), (-148, 1411.6),
]
MANUBRIUM = [(0, 1400.6), (-7, 1401.6), (-13.6, 1405), (-20.6, 1400.6), (-26.6, 1391), (-26.6, 1383.4),
             (-22, 1373), (-18.4, 1364), (-16.4, 1357.4), (-8, 1356.4), (0, 1356.4)]
STERNUM = [(0, 1355.4), (-8, 1355.6), (-15.4, 1355), (-16.4, 1343), (-18.4, 1322), (-20, 1300), (-21.6, 1280),
           (-20.6, 1263), (-16.4, 1249.6), (-9, 1243.4), (0, 1242.6)]
XIPHOID = [(0, 1242), (-5, 1242), (-8, 1239.4), (-7, 1231), (-3.6, 1224), (0, 1221.6)]

# Each rib seen from the front: the bony part, then its cartilage; axis points with a width in mm.
RIBS_FRONT = {
    1: ([(-40, 1441), (-54, 1432.6), (-65, 1420), (-66, 1407), (-56.6, 1397.6), (-44, 1391.6)],
        [(-44, 1391.6), (-34, 1388.4), (-24.6, 1386)], 11),
    2: ([(-78, 1414), (-89, 1404.6), (-94, 1392), (-88, 1379.6), (-76.4, 1369), (-61, 1360.4), (-45, 1355)],
        [(-45, 1355), (-30, 1353.4), (-16.6, 1355)], 12.4),
    3: ([(-100, 1394), (-107, 1383), (-108, 1368), (-100.4, 1351), (-87.6, 1338), (-72, 1327.6),
         (-51, 1320.6)],
        [(-51, 1320.6), (-35, 1320), (-18.6, 1322.6)], 12.4),
    4: ([(-113, 1362), (-119, 1350), (-119.4, 1334), (-111.6, 1315.6), (-98, 1302), (-84, 1293.4),
         (-69, 1288.4)],
        [(-69, 1288.4), (-46, 1289.6), (-19.6, 1299)], 12.6),
    5: ([(-124, 1330), (-129, 1316), (-128.6, 1297), (-120.6, 1277), (-107.4, 1263.4), (-93, 1255.6),
         (-81, 1252)],
        [(-81, 1252), (-62, 1253.4), (-43, 1261.6), (-21.4, 1275)], 12.8),
    6: ([(-132, 1292), (-136, 1274), (-135.4, 1256), (-129, 1240.4), (-117, 1227.6), (-104.6, 1219.6),
         (-95, 1216)],
        [(-95, 1216), (-75, 1216.6), (-55, 1225.4), (-37, 1239.6), (-18.4, 1256.6)], 12.8),
    7: ([(-136.6, 1254), (-138, 1232), (-136, 1214), (-128.4, 1200), (-118, 1189.6), (-111.6, 1185)],
        [(-111.6, 1185), (-90, 1180), (-66, 1186), (-47.6, 1202), (-31, 1222), (-13.6, 1240)], 13),
    8: ([(-134.6, 1206), (-134.4, 1186), (-131.4, 1170), (-124.6, 1157), (-117, 1149.6)],
        [(-117, 1149.6), (-99, 1142.6), (-80, 1144), (-65, 1154), (-53.6, 1172), (-39, 1197)], 12.4),
    9: ([(-132, 1164), (-131.6, 1144), (-128.6, 1128), (-123.6, 1117)],
        [(-123.6, 1117), (-110.6, 1106.6), (-95, 1107), (-82.4, 1116), (-70.6, 1135), (-58, 1157)], 12),
    10: ([(-129.4, 1130), (-129, 1110), (-127.4, 1094), (-123.6, 1082)],
         [(-123.6, 1082), (-113, 1072.4), (-101, 1075.6), (-91, 1088), (-77, 1117)], 11.4),
}
FLOATING_RIBS = {
    11: [(-14, 1190), (-24, 1186), (-38, 1176), (-54, 1160), (-72, 1141), (-90, 1119), (-104, 1097),
         (-112, 1080), (-115.6, 1066)],
    12: [(-14, 1156), (-24, 1151.4), (-38, 1140.6), (-52, 1123), (-64, 1104), (-75, 1082), (-81, 1063)],
}
RIBS_BEHIND = {
    1: [(30, 1443), (46, 1441), (59, 1434.6), (66, 1424)],
    2: [(30, 1430), (50, 1430), (68, 1425), (83, 1416.6), (92, 1405), (95.6, 1391)],
    3: [(30, 1409), (50, 1410), (71, 1406), (90, 1397), (104, 1384), (109, 1368)],
    4: [(30, 1387), (50, 1386), (70, 1380.6), (92, 1371), (110, 1357), (119, 1338)],
    5: [(30, 1364), (50, 1357.6), (70, 1349), (94, 1338), (114, 1323), (126, 1304), (129, 1288)],
    6: [(30, 1339), (50, 1327), (70, 1317.6), (94, 1307.6), (115, 1295), (129, 1278), (135, 1258)],
    7: [(30, 1311), (50, 1297), (70, 1287.6), (94, 1277.6), (115, 1264), (130, 1246), (137, 1224)],
    8: [(30, 1281), (48, 1267), (66, 1255), (86, 1243.6), (106, 1230), (122, 1213), (132.6, 1192)],
    9: [(30, 1250), (46, 1234), (62, 1223), (82, 1213), (100, 1200), (115, 1184), (126, 1166), (131.4, 1146)],
    10: [(30, 1219), (44, 1204), (60, 1191), (78, 1179), (95, 1165), (110, 1148), (122, 1127), (128, 1104),
         (127.6, 1086)],
    11: [(26, 1187), (38, 1174), (54, 1159), (72, 1144), (88, 1126), (102, 1104), (112, 1083), (115.6, 1067)],
    12: [(25, 1151), (38, 1136), (51, 1121), (63, 1103), (74, 1083), (81, 1064)],
}

SCAPULA_BEHIND = [
    (84, 1410), (77.6, 1403.4), (69.6, 1391), (63.4, 1376), (61.4, 1358), (62.6, 1336), (66.6, 1312),
    (72.6, 1290),
    (80, 1270.6), (87, 1258.6), (94, 1254.6), (101, 1259), (107.6, 1273.6), (115.6, 1293), (125.4, 1313.6),
    (136.4, 1335), (146.4, 1354), (150, 1364), (155, 1372), (155.4, 1384), (150, 1394), (139, 1397),
    (124, 1397.6),
    (108, 1400), (95, 1405.4),
]
SCAPULAR_SPINE = [
    (66, 1381.6), (75, 1380.6), (88, 1380), (100, 1383.4), (112, 1391.6), (124, 1400), (137, 1406.6),
    (148, 1413),
    (158, 1417.6), (167.6, 1416), (173.4, 1410.4), (171.6, 1403), (163, 1400.4), (151, 1401), (138, 1398.6),
    (124, 1392), (111.6, 1382), (100, 1374), (86, 1371.6), (74, 1371), (65.6, 1372.4),
]
ACROMION_FRONT = [(-174, 1410.6), (-170, 1415.6), (-161, 1417.6), (-151.6, 1415), (-147, 1411),
                  (-155, 1409.6),
                  (-166, 1409.4)]
# The anterior plate's own upper end: greater tubercle, neck, head; lesser tubercle and groove are drawn on it.
HUMERUS_TOP = [(-197.4, 1352), (-196, 1366), (-196.4, 1380), (-195, 1391), (-189.6, 1398.6), (-182, 1400.6),
               (-177.4, 1397.6, "c"), (-174, 1404.4), (-165.4, 1408.2), (-156, 1405.6), (-149.4, 1398.4),
               (-147.4, 1388.6), (-150.4, 1378.6), (-158, 1369.6), (-166.4, 1362), (-170.4, 1350)]
HUMERUS_FRONT = HUMERUS_TOP + HUMERUS[HUMERUS.index((-174, 1332)) : HUMERUS.index((-198.4, 1334)) + 1]
LESSER_TUBERCLE = [(-166.4, 1384), (-170, 1390), (-175.4, 1391.6), (-179, 1387.6), (-179.6, 1379.6), (-177.6, 1371.4),
                   (-173.4, 1367), (-169, 1370), (-166, 1376.6)]
SOCKET = [(-146.4, 1393), (-141.6, 1388), (-141, 1374), (-145.4, 1362), (-152, 1356), (-158, 1359), (-160, 1368),
          (-154, 1380)]
CORACOID_FRONT = [(-113, 1393), (-113.4, 1399.6), (-118.6, 1405.2), (-127, 1406.2), (-136, 1402.4), (-142.4, 1395.6),
                  (-144.4, 1388, "c"), (-139.6, 1387.4), (-134.6, 1390.4), (-127.6, 1389.8), (-119, 1389.4)]

# ---------------------------------------------------------------- pelvis

HIP_FRONT = [
    (-47, 955), (-51, 974), (-58.6, 991), (-69, 1003.4), (-83, 1010.4), (-99, 1012.6), (-113, 1009.6),
    (-124.6, 1001.6),
    (-131.6, 989), (-133.6, 975), (-128.6, 965), (-125.6, 952), (-122, 939), (-116.4, 931), (-111.4, 922),
    (-109.4, 910), (-105, 901), (-106.6, 888), (-109, 873), (-106.6, 856), (-98.6, 843), (-87, 834),
    (-78.6, 822),
    (-72.6, 807), (-63, 798.6), (-50, 798.4), (-37, 803), (-25, 810), (-14.6, 819), (-7.6, 832), (-5, 846),
    (-6, 853.4), (-12, 855), (-20, 855.4), (-26.4, 857.4), (-32.6, 858.8), (-42, 864.6),
    (-51.6, 877), (-57, 894), (-57.6, 914),
    (-52.6, 934),
]
OBTURATOR_FRONT = [(-31, 848), (-28, 834), (-35, 819), (-48, 811.6), (-60, 817), (-64, 831), (-58, 845),
                   (-45, 851)]
HIP_BEHIND = [
    (37, 950), (42, 966), (52.6, 985), (66, 1001), (82, 1010), (99, 1012.6), (113, 1009.6), (124.6, 1001.6),
    (131.6, 989), (133.6, 975), (128.6, 963), (126, 948), (121.6, 930), (117, 912), (112.4, 893), (108, 874),
    (99, 857), (86, 844), (76, 838), (72.6, 828), (71.6, 815), (62, 803.6), (47, 799), (33, 802.6), (20, 811),
    (9.6, 822), (5.2, 838), (6.4, 856), (17, 861), (32, 858.6), (44, 859), (49.6, 868), (56, 876),
    (63.6, 885),
    (68, 898), (64, 911), (55, 918), (45, 920), (41, 932),
]
OBTURATOR_BEHIND = [(19, 846), (33, 850), (45.6, 843), (48.6, 830), (40, 819.6), (28, 821), (19.6, 832)]
SACRUM_FRONT = [(0, 957), (-9, 956.6), (-18, 958.6), (-27, 965.6), (-36, 966), (-45, 954), (-51.6, 937),
                (-53, 920), (-46, 905), (-38, 895), (-31, 886), (-21, 879), (-12, 872.4), (-7, 867), (0, 866)]
SACRUM_BEHIND = [(0, 968), (9, 967), (19, 969), (29, 962), (36.6, 950), (43, 935), (45.6, 919), (41, 905),
                 (34, 894),
                 (24.6, 885), (16, 878.6), (10, 869.6), (5, 866), (0, 866)]
COCCYX = [(0, 863.6), (9, 863.4), (16, 859.6), (13.4, 853), (9.6, 846), (7.6, 838), (4.4, 831.6), (0, 830)]

# ---------------------------------------------------------------- head and neck

# The anterior plate's own: the cheek and upper jaw in front of the branch of the lower jaw.
SKULL_FRONT = [
    (0, 1705.4), (-20, 1703), (-40, 1693.6), (-57, 1679), (-68, 1661), (-72.6, 1643), (-73.2, 1627),
    (-70.6, 1610),
    (-66.4, 1595), (-62.6, 1583), (-60, 1573), (-52, 1566), (-44, 1561), (-37, 1556.6), (-32.4, 1549),
    (-31, 1541, "c"), (-26, 1537), (-14, 1535.4), (0, 1535),
]
CHEEK = [(-45.4, 1605.4), (-50.4, 1604), (-52, 1597), (-56, 1589), (-63, 1584.4), (-67.6, 1579.6), (-66.4, 1573.6),
         (-59, 1570), (-51, 1565.4), (-43, 1560), (-37.4, 1556.6, "c"), (-34, 1561), (-30.4, 1567), (-30, 1573.6, "c"),
         (-40.6, 1576), (-47.4, 1583.4), (-49.4, 1593)]
PEAR = [(0, 1582.6), (-3.6, 1581.4), (-7, 1573.6), (-11.4, 1563.4), (-13.2, 1556), (-10.4, 1551.4), (-4.6, 1551),
        (-1.6, 1553.4), (0, 1556)]
FACE_BONES = [(0, 1605), (-6, 1604), (-8, 1596), (-11, 1588), (-16, 1578), (-30, 1573), (-44, 1566), (-38, 1557),
              (-32.4, 1549), (-31, 1541, "c"), (-26, 1537), (-14, 1535.4), (0, 1535)]
NOSE = [(0, 1584), (-4.6, 1582), (-7.4, 1574), (-10, 1566), (-14, 1560), (-14.4, 1555), (-10, 1551.6), (-5, 1552.6),
        (0, 1550)]
JAW_FRONT = [(0, 1520), (-13, 1521), (-23, 1523.6), (-28.6, 1528), (-32.6, 1531), (-36, 1536), (-38.6, 1546),
             (-42, 1556), (-46, 1563), (-50.4, 1563), (-52, 1557), (-50, 1545), (-47.4, 1531), (-43.4, 1517.6),
             (-36.4, 1509.4), (-25, 1502.6), (-12, 1498.8), (0, 1498.4)]
# Of each tooth its middle and its width, from the midline outwards; upper and lower row.
TEETH = [(4.3, 8.2), (11.7, 6.4), (18, 6.2), (23.2, 4.6), (27.2, 3.6), (30, 2.2)], [
    (2.8, 5.2), (8.2, 5.4), (14, 6), (19.4, 5), (24, 4.2), (27.6, 3)]
# Holes run the other way round, so that they are holes under either fill rule.
ORBIT = [(-15, 1603), (-12.8, 1595), (-15, 1585.4), (-21.6, 1577.6), (-31, 1573.6), (-40.6, 1576),
         (-47.4, 1583.4),
         (-49.4, 1593), (-46.4, 1602.6), (-37, 1607.6), (-25, 1608)]
# The part of the orbit that lies in shadow, under its roof; its floor and outer wall catch the light.
ORBIT_DEPTH = [(-15, 1603), (-13.4, 1597.6), (-15.4, 1592), (-19.4, 1587.4), (-25.6, 1586.6), (-32, 1588.4),
               (-37.6, 1591), (-43, 1594.6), (-47.6, 1599.6), (-46.4, 1602.6), (-37, 1607.6), (-25, 1608)]
CRANIUM_BEHIND = [
    (0, 1705.4), (20, 1703), (40, 1693.6), (57, 1679), (68, 1661), (72.6, 1643), (73.2, 1627), (70.6, 1610),
    (66.4, 1594), (62.6, 1578), (60, 1567), (54.6, 1557.6), (48.6, 1552.6), (43, 1556), (36, 1560.6),
    (24, 1560.4),
    (12, 1557.6), (0, 1556),
]
JAW_BEHIND = [(46, 1553), (43.6, 1536), (40.6, 1521), (34, 1509), (28, 1508.6), (29, 1520), (33, 1536),
              (37, 1552)]
HYOID = [(0, 1497.6), (-9, 1497), (-17, 1499.6), (-22, 1506.6), (-23.6, 1505), (-20.4, 1495.6), (-12, 1490.8),
         (0, 1490.4)]
THYROID = [(0, 1480.6), (-4.6, 1485.6), (-12, 1488.4), (-18, 1491.6), (-19.4, 1484), (-18.4, 1474),
           (-15, 1463),
           (-8, 1463.4), (0, 1464.6)]
CRICOID = [(0, 1461.6), (-6, 1461.4), (-11.4, 1460), (-11.4, 1454.6), (-6.4, 1452.4), (0, 1452)]

# Half width over the transverse processes of the vertebrae of the neck.
WINGS_FRONT = {"C2": 24, "C3": 24, "C4": 24.6, "C5": 25.4, "C6": 26.6, "C7": 31, "T1": 36, "T2": 34}

# Bodies of vertebrae seen from the front: top, bottom, half width at the ends (mm), upper to lower.
BODIES_FRONT = {
    "C2": (1531, 1519, 9.4),
    "C3": (1516, 1504, 9.6), "C4": (1501.6, 1489, 9.8), "C5": (1486.6, 1474, 10.2),
    "C6": (1471.6, 1459, 10.8),
    "C7": (1456.6, 1442, 11.6), "T1": (1439.6, 1424, 13), "T2": (1421.6, 1404, 13.4),
    "T3": (1401, 1383, 13.6),
    "T4": (1380, 1361, 14), "T5": (1358, 1338, 14.4), "T6": (1335, 1313, 14.8), "T7": (1310, 1286, 15.4),
    "T8": (1283, 1257, 16.4), "T9": (1254, 1229.6, 17.4), "T10": (1226, 1203.6, 18.4),
    "T11": (1198, 1174.6, 19),
    "T12": (1167.6, 1142, 19.4), "L1": (1134.6, 1108, 19.8), "L2": (1100.4, 1071.6, 20.4),
    "L3": (1065, 1036, 21),
    "L4": (1029.6, 1000.6, 22.4), "L5": (997, 961.6, 25),
}
COLUMN_BEHIND = [(0, 1524), (-9, 1522), (-12, 1512), (-12.4, 1480), (-14, 1450), (-17, 1425), (-18, 1380),
                 (-18.4, 1320), (-19, 1260), (-20, 1200), (-21, 1130), (-22, 1060), (-23, 1000), (-23, 968),
                 (-14, 960), (0, 959)]


def vertebra_name(level: str) -> str:
    """Plain English name, as in "Vertebra T4"."""
    return f"Vertebra {level}"


def body_front(top: float, bottom: float, half: float) -> list:
    """Half outline of a vertebral body: waisted, slightly dished plates; mm."""
    high = top - bottom
    return [
        (0, top - high * 0.02), (-half * 0.6, top), (-half, top - high * 0.08), (-half * 0.9,
                                                                                 top - high * 0.3),
        (-half * 0.86, top - high * 0.52), (-half * 0.91, bottom + high * 0.28), (-half,
                                                                                  bottom + high * 0.07),
        (-half * 0.6, bottom), (0, bottom + high * 0.02),
    ]


def neck_front(top: float, bottom: float, half: float, wide: float) -> list:
    """Half outline of a vertebra of the neck: body with hooks at its upper edge, transverse process; mm."""
    middle = (top + bottom) / 2
    return [
        (0, top - 1.2), (-half * 0.7, top - 0.4), (-half, top + 1.6, "c"), (-half * 1.1, middle + 2.4),
        (-wide + 5, middle + 2.6), (-wide, middle + 0.8), (-wide - 0.6, middle - 2.8), (-wide + 3, middle - 4.6),
        (-half * 1.25, middle - 2.8), (-half, bottom + 0.6, "c"), (-half * 0.6, bottom - 0.4), (0, bottom),
    ]


def arch_behind(level: str, centre: float, tip: float) -> list:
    """Half outline of a vertebra from behind: arch, transverse process, spinous process to its tip; mm."""
    if level == "C1":
        return [
            (0, centre + 4), (12, centre + 5), (23, centre + 7), (34, centre + 6.4), (42, centre + 3),
            (42, centre - 2.6),
            (33, centre - 6), (24, centre - 7.6), (14, centre - 3.6), (6, centre - 4.6), (0, centre - 5.6),
        ]
    if level in ("C2", "C3", "C4", "C5", "C6"):
        wide = 25.4 if level == "C2" else 24 + 0.8 * int(level[1:]) - 2.4
        return [
            (0, centre + 5), (6, centre + 5.4), (14, centre + 8), (wide - 4, centre + 7), (wide,
                                                                                           centre + 2.4),
            (wide - 1, centre - 3.6), (wide - 6, centre - 6.6), (13, centre - 6), (7, centre - 4.4),
            (5, min(tip + 4, centre - 5)),
            (5.4, tip - 1), (3.4, tip - 2.6), (0, tip - 0.8),
        ]
    if level.startswith("L"):
        wide = {"L1": 36, "L2": 39, "L3": 43, "L4": 42, "L5": 44}[level]
        low = min(tip + 2, centre - 14)
        return [
            (0, centre + 10), (6, centre + 11), (13, centre + 15), (19, centre + 13), (19.6, centre + 5),
            (wide, centre + 7),
            (wide + 1.4, centre + 1), (20, centre - 5), (18, centre - 12), (13, centre - 16),
            (8.6, centre - 9),
            (5.4, low + 4), (4.6, low - 5), (0, low - 8),
        ]
    number = 0 if level == "C7" else int(level[1:])
    wide = 37 if number <= 7 else {8: 35, 9: 34, 10: 32, 11: 28, 12: 24}[number]
    return [
        (0, centre + 9), (7, centre + 9), (15, centre + 7), (max(wide - 8, 19), centre + 8.6), (wide - 1,
                                                                                                centre + 10),
        (wide + 0.6, centre + 4), (wide - 6, centre - 0.6), (17, centre - 5), (10, centre - 9),
        (5.6, max(tip + 7, centre - 34)), (3.6, tip + 1), (0, tip - 3),
    ]


def _lowest_first(levels: dict) -> list[tuple[str, float, float]]:
    """Each vertebra as (level, centre of its body, tip of its spinous process), lowest first; in mm."""
    out = [(k, float(x["body_centre_y_mm"]), float(x["spinous_tip_y_mm"])) for k, x in levels.items()]
    for i in range(1, len(out) - 1):
        # A measured centre that all but meets the next one is a slip of the measurement: put it halfway.
        if out[i][1] - out[i + 1][1] < 8:
            out[i] = (out[i][0], (out[i - 1][1] + out[i + 1][1]) / 2, out[i][2])
    # An upper spinous process overlaps the arch beneath it, so the lowest is painted first.
    return sorted(out, key=lambda x: x[1])


# ---------------------------------------------------------------- drawing


def _hand(sheet: Sheet, layers: str, f) -> None:
    for name, shape in CARPALS:
        sheet.bone(layers, name, f(shape))
    for i, spec in enumerate(METACARPALS):
        sheet.bone(layers, f"Metacarpal of the {FINGERS[i]}", f(small_bone(*spec)))
    for i, finger in enumerate(PHALANGES):
        sheet.bone(layers, f"Phalanges of the {FINGERS[i]}", *[f(small_bone(*spec)) for spec in finger])


def _rib(axis: list, width: float, last: float) -> list:
    """A rib from the side of the chest inwards: thin where it turns edge on, `width`, then `last` (mm)."""
    n = len(axis) - 1
    widths = [width * 0.46, width * 0.8, *[width] * (n - 2), last]
    return ribbon([(u, v, w) for (u, v), w in zip(axis, widths, strict=True)], 0.3)


def _forefoot(sheet: Sheet, layers: str) -> None:
    for name, shape in TARSALS_FRONT:
        sheet.bone(layers, name, shape)
    names = ("Great toe", "Second toe", "Third toe", "Fourth toe", "Fifth toe")
    for i in range(4, -1, -1):
        sheet.bone(layers, f"Metatarsal {i + 1}", small_bone(*METATARSALS_FRONT[i]))
    for i in range(4, -1, -1):
        # The tip is nearest to the eye, so it is painted last and hides the rest of its toe.
        for axis in PHALANGES_FRONT[i]:
            sheet.bone(layers, f"{names[i]}, phalanges", ribbon(axis, 0.2))


def _tooth(u: float, wide: float, top: float, bottom: float, upper: bool) -> list:
    """The crown of a tooth: flat at its cutting edge, round at the gum; mm."""
    half = wide / 2 - 0.1
    if upper:
        return [(-u, top), (-u - half * 0.72, top - 1.4), (-u - half, bottom + 4), (-u - half * 0.86, bottom, "c"),
                (-u + half * 0.86, bottom, "c"), (-u + half, bottom + 4), (-u + half * 0.72, top - 1.4)]
    return [(-u, bottom), (-u - half * 0.72, bottom + 1.4), (-u - half, top - 4), (-u - half * 0.86, top, "c"),
            (-u + half * 0.86, top, "c"), (-u + half, top - 4), (-u + half * 0.72, bottom + 1.4)]


def _ring(u: float, v: float, wide: float, high: float) -> list:
    """An open line that comes back to its start: the rim of a small opening (mm)."""
    shape = oval(u, v, wide, high)
    return [*shape, shape[0]]


def _same(points: list) -> list:
    return points


def draw_anterior(sheet: Sheet) -> None:
    """Bones of the anterior plate."""
    deep, all3, low = "23", "123", "3"
    # What lies farthest back is painted first.
    for n in (12, 11):
        sheet.bone(low, f"Rib {n}", tube(FLOATING_RIBS[n], (9, 8)))
    sheet.bone(deep, "Scapula", mirrored(SCAPULA_BEHIND))
    sheet.bone_across(deep, "Sacrum", SACRUM_FRONT)
    for level, (top, bottom, half) in BODIES_FRONT.items():
        if level in WINGS_FRONT:
            sheet.bone_across(deep, vertebra_name(level), neck_front(top, bottom, half, WINGS_FRONT[level]))
        else:
            sheet.bone_across(low, vertebra_name(level), body_front(top, bottom, half))
    for n in range(10, 0, -1):
        bony, cartilage, width = RIBS_FRONT[n]
        # as high as the gap that the muscles between the ribs leave
        width *= 1.26 if 1 < n < 10 else 1
        sheet.bone(deep, f"Rib {n}", _rib(bony, width, width))
        sheet.bone(deep, f"Costal cartilage {n}", tube(cartilage, (width, width * 0.82), 0.12), tissue="")
    sheet.bone_across(all3, "Manubrium of the sternum", MANUBRIUM)
    sheet.bone_across(all3, "Body of the sternum", STERNUM)
    sheet.bone_across(all3, "Xiphoid process", XIPHOID)

    sheet.bone(deep, "Scapula, socket of the shoulder", SOCKET)
    sheet.bone(all3, "Humerus", HUMERUS_FRONT)
    sheet.bone(all3, "Humerus, lesser tubercle", LESSER_TUBERCLE)
    sheet.bone(all3, "Ulna", ribbon(ULNA_FRONT, 0.25))
    sheet.bone(all3, "Radius", ribbon(RADIUS, 0.12))
    sheet.bone(all3, "Scapula, acromion", ACROMION_FRONT)
    sheet.bone(deep, "Scapula, coracoid process", CORACOID_FRONT)
    sheet.bone(all3, "Clavicle", CLAVICLE)
    _hand(sheet, all3, _same)
    sheet.bone(all3, "Pisiform", oval(-243.8, 846, 9.6, 11.6, 10))

    # The socket's rim hides the inner half of the head.
    sheet.bone(all3, "Femur", FEMUR)
    # its inner edge, which the muscles leave free
    sheet.bone(low, "Femur, lesser trochanter",
               [(-98, 800), (-90, 797.6), (-85.4, 789), (-86, 777), (-89, 760), (-93, 738), (-97, 742), (-100, 770)])
    sheet.bone(all3, "Hip bone", HIP_FRONT, hole=OBTURATOR_FRONT)
    sheet.bone(all3, "Fibula", ribbon(FIBULA, 0.3))
    sheet.bone(all3, "Talus", TALUS)
    sheet.bone(all3, "Tibia", TIBIA)
    sheet.bone(all3, "Patella", PATELLA)
    _forefoot(sheet, all3)

    # Grey as other cartilage, so that the larynx stands out from the vertebrae behind it.
    sheet.tissue_across("12", "ligament", "Cricoid cartilage", CRICOID)
    sheet.tissue_across("12", "ligament", "Thyroid cartilage", THYROID)
    sheet.line_on_axis("12", [(0, 1480.6), (0, 1472), (0, 1465)], name="Laryngeal prominence")
    sheet.line_across("12", [(-4.6, 1485.4), (-2.6, 1477), (-2, 1468)], [(-17.6, 1487), (-14.6, 1478), (-13.4, 1468)],
                      name="Thyroid cartilage")
    sheet.bone_across("12", "Hyoid bone", HYOID)
    sheet.line_across("12", [(-9.6, 1497), (-10.6, 1494), (-10.2, 1490.8)], name="Hyoid bone")
    # between the muscles of the face
    sheet.bone_across("1", "Upper jaw and nasal bones", FACE_BONES)
    sheet.bone_across("1", "Cartilage of the nose", NOSE, tissue="")
    sheet.bone("1", "Cheek bone", CHEEK)
    sheet.bone_across(all3, "Mandible", JAW_FRONT)
    sheet.bone_across(deep, "Skull", SKULL_FRONT)
    sheet.bone(deep, "Cheek bone", CHEEK)
    for rows, top, low_edge, name in ((TEETH[1], 1528.6, 1518.6, "Lower teeth"), (TEETH[0], 1540, 1527.6,
                                                                                    "Upper teeth")):
        for n, (middle, wide) in reversed(list(enumerate(rows))):
            # towards the back they stand higher, and are seen smaller
            rise, short = 0.05 * n * n, (0.6 if n == 2 and name[0] == "U" else -0.35 * n)
            sheet.bone(all3, name, _tooth(middle, wide, top + rise, low_edge + rise - (short if name[0] == "U" else 0),
                                          name[0] == "U"))
    _lines_front(sheet)


def _lines_front(sheet: Sheet) -> None:
    deep, all3, low = "23", "123", "3"
    sheet.line(
        deep,
        [(-61, 1622), (-62, 1640), (-58.6, 1655), (-50.6, 1669.6), (-40, 1682), (-25, 1692)],
        [(-50, 1608), (-55, 1618), (-58, 1632)],
        [(-9, 1603), (-7, 1592), (-4.4, 1583)],
        _ring(-28, 1567, 3.2, 2),
        _ring(-23.6, 1512, 2.6, 1.8),
        name="Skull",
    )
    # the rim of the orbit, its fissures and the optic canal
    sheet.line(
        deep,
        [*ORBIT, ORBIT[0]],
        [(-43, 1580.6), (-36, 1582.8), (-29.6, 1586.4), (-26, 1590)], [(-26.4, 1592), (-30.6, 1594.4), (-35, 1597.6)],
        [(-18, 1600.6), (-16.6, 1595), (-18.6, 1588)],
        _ring(-22.6, 1592, 3, 3.4),
        name="Orbit",
    )
    sheet.line_across(deep, [(-1.4, 1556), (-0.8, 1566), (0, 1577)], name="Septum of the nose")
    sheet.line(deep, [(-10.4, 1560), (-6.6, 1560.6), (-4.8, 1557)], [(-7.6, 1569), (-5, 1569.4), (-3.6, 1566.6)],
               name="Conchae of the nose")
    sheet.line_across(deep, [(-25, 1692), (-12, 1697.6), (0, 1699)], [(-9, 1603.4), (-4, 1605), (0, 1605)],
                      name="Skull")
    sheet.line_across(deep, [(-10, 1504), (-5, 1507.6), (0, 1506)], name="Chin")
    sheet.line_across(all3, [(-15, 1370), (-8, 1369), (0, 1369.4)], name="Manubrium")
    sheet.line_across(all3, [(-12.6, 1321), (-6, 1320), (0, 1320)], [(-13, 1287), (-6, 1286), (0, 1286)],
                      name="Sternum")
    sheet.line(all3, [(-146, 1414.6), (-120, 1416), (-96, 1413)], name="Clavicle")
    sheet.line(
        all3,
        [(-79, 396), (-82, 380), (-84, 350), (-83.4, 310), (-82, 262), (-80, 222), (-77.6, 186)],
        name="Front of the tibia",
    )
    # between the tendons
    sheet.line(deep, [(-74.4, 92.2), (-70, 92.6), (-66, 93)], name="Ankle joint")
    sheet.line(low, [(-94, 92), (-88, 91.6), (-82.4, 91.5)], name="Ankle joint")
    sheet.line(
        all3,
        [(-241, 1108), (-236, 1102), (-229, 1102.6)],
        [(-222, 1117), (-214, 1121.6), (-207, 1116)],
        [(-228, 1108), (-227, 1101)],
        name="Lower end of the humerus",
    )
    # the neck round the head, and the groove between the tubercles
    sheet.line(deep, [(-177.4, 1397.6), (-172, 1395), (-164, 1388), (-160, 1378), (-161, 1368)],
               [(-183.4, 1395), (-185.4, 1384), (-184.4, 1368), (-183, 1350)],
               name="Upper end of the humerus")
    sheet.line(low, [(-138, 847), (-128, 838), (-112, 822), (-100, 806)], [(-104, 858), (-101, 850),
                                                                           (-98, 846)],
               name="Upper end of the femur")
    sheet.line(low, [(-100, 896), (-88, 888), (-80, 874), (-81, 858), (-90, 846)], [(-118, 1000),
                                                                                    (-123, 988), (-124, 974),
                                                                                    (-119, 960)],
               [(-70, 994), (-86, 1002), (-102, 1003.6), (-116, 998)], name="Hip bone")
    for v, u, w in ((931, -21, 11), (911, -19.6, 9.6), (892, -17, 7.6)):
        sheet.line(low, _ring(u, v, w, w * 0.72),
                   name="Opening of the sacrum")
    sheet.line_across(low, [(-12, 940), (0, 938.6)], [(-12, 921), (0, 919.6)], [(-11, 902), (0, 901)],
                      name="Sacrum")


def draw_posterior(sheet: Sheet, levels: dict) -> None:
    """Bones of the posterior plate; `levels` are the heights of the vertebrae (mm)."""
    deep, all3 = "23", "123"
    m = mirrored
    sheet.bone(all3, "Clavicle", m(CLAVICLE))
    for n in range(12, 0, -1):
        axis = RIBS_BEHIND[n]
        # The neck of the rib starts under the vertebra, which is painted over it.
        neck = [(14, axis[0][1] + 1.5), *axis]
        sheet.bone(deep, f"Rib {n}", _rib(neck[::-1], 14, 10) if n < 11 else tube(neck, (10, 9)))
    sheet.bone(deep, "Lower jaw", JAW_BEHIND)
    sheet.bone_across(all3, "Sacrum", SACRUM_BEHIND)
    # The bodies, seen between the arches: what the ribs end against.
    sheet.bone_across(deep, "Vertebral column", COLUMN_BEHIND)
    for level, centre, tip in _lowest_first(levels):
        sheet.bone_across(deep, vertebra_name(level), arch_behind(level, centre, tip))
        if level not in ("C1", "C2", "C3", "C4", "C5", "C6"):
            wide = 4.6 if level.startswith("L") else 3.6
            high = 9 if level.startswith("L") else 8
            # On the first layer only the tip shows, between the two trapezius muscles: one counts by it.
            sheet.bone_across("1", f"Spinous process {level}", [(0, tip + high), (wide * 0.72,
                                                                                  tip + high * 0.7),
                              (wide, tip + 1), (wide * 0.66, tip - 3.4), (0, tip - 4.4)])
    sheet.bone_across(all3, "Skull", CRANIUM_BEHIND)

    sheet.bone(all3, "Humerus", m(HUMERUS))
    sheet.bone(all3, "Radius", m(ribbon(RADIUS, 0.12)))
    sheet.bone(all3, "Ulna", ribbon(ULNA_BEHIND, 0.25))
    sheet.bone(all3, "Scapula", SCAPULA_BEHIND)
    sheet.bone(all3, "Spine of the scapula and acromion", SCAPULAR_SPINE)
    _hand(sheet, all3, m)

    sheet.bone(all3, "Femur", m(FEMUR))
    sheet.bone(all3, "Hip bone", HIP_BEHIND, hole=OBTURATOR_BEHIND[::-1])
    sheet.bone_across(all3, "Coccyx", COCCYX)
    sheet.bone(all3, "Tibia", m(TIBIA))
    sheet.bone(all3, "Fibula", m(ribbon(FIBULA, 0.3)))
    sheet.bone(all3, "Cuboid", oval(105, 43, 19, 21, -30))
    for i in (3, 4):
        sheet.bone(all3, f"Metatarsal {i + 1}", m(small_bone(*METATARSALS[i])))
    for i in (3, 4):
        sheet.bone(all3, ("Fourth toe", "Fifth toe")[i - 3], m(TOES[i][0]))
    sheet.bone(all3, "Talus", [(58, 85), (66, 88), (79, 85.6), (90, 86.6), (92, 77), (90, 66), (80, 63),
                               (66, 61),
                               (57, 66), (55.6, 75)])
    sheet.bone(all3, "Calcaneus", [(64, 62), (76, 65.6), (86, 63), (88.6, 54), (86.6, 45), (88.4, 35), (91.6, 25),
                                   (91, 16.4), (85.6, 12), (79.4, 14.4), (72, 10.6), (62, 10.6), (55.4, 15.6),
                                   (53.6, 24), (56.6, 34), (59.4, 44), (60.4, 54)])
    _lines_behind(sheet)


def _lines_behind(sheet: Sheet) -> None:
    deep, all3, low = "23", "123", "3"
    sheet.line_on_axis(deep, [(0, 1703), (0, 1680), (0, 1655)], name="Sagittal suture")
    sheet.line(
        low,
        [(0, 1655), (9, 1648.6), (19, 1639), (30, 1631.6), (40, 1625), (48, 1616), (55, 1603), (60, 1591)],
        [(60, 1591), (64, 1593), (66, 1592)],
        [(60, 1591), (57, 1578), (52, 1566)],
        name="Lambdoid suture",
    )
    # the galea covers the rest
    sheet.line("2", [(0, 1655), (7, 1650), (14, 1643.6)], [(60, 1591), (57, 1578), (52, 1566)], name="Lambdoid suture")
    sheet.line_across(deep, [(50, 1584), (36, 1592), (20, 1597), (8, 1597), (0, 1594)],
                      [(38, 1570), (20, 1577), (0, 1578)], name="Nuchal lines")
    sheet.line(all3, [(70, 1376), (88, 1375.6), (104, 1380), (118, 1391), (134, 1401)],
               name="Spine of the scapula")
    sheet.line(deep, [(67, 1366), (66.6, 1340), (71, 1312), (79, 1284)], [(142, 1352), (130, 1330),
                                                                          (117, 1304), (107, 1282)],
               name="Borders of the scapula")
    sheet.line(all3, [(203, 1101), (208, 1096), (218, 1096), (224, 1100)], [(228, 1110), (232, 1104),
                                                                            (240, 1104)],
               name="Back of the elbow")
    sheet.line(low, [(45, 958), (60, 980), (78, 996), (98, 1001), (116, 996)], [(70, 960), (82, 976),
                                                                                (100, 984)],
               name="Hip bone")
    sheet.line(low, [(124, 852), (127, 838), (124, 822), (116, 808), (100, 802)],
               name="Upper end of the femur")
    sheet.line(
        all3,
        [(37, 466), (46, 471.6), (57, 471), (62, 463), (62.4, 448), (60, 437)],
        [(110, 462), (104, 474), (95, 476), (87, 470), (84, 458), (86, 443)],
        [(64, 520), (68, 498), (74, 484)],
        name="Condyles of the femur",
    )
    sheet.line(low, [(43, 414), (56, 410), (70, 414)], [(72, 398), (88, 378), (92, 350)],
               name="Back of the tibia")
    sheet.line(all3, [(57, 33), (63, 27), (72, 25), (82, 26.4), (89, 32)], [(78, 15), (77.4, 19.6)],
               name="Tuber of the calcaneus")
    for v, u in ((935, 24), (917, 22), (900, 18.6)):
        sheet.line(low, _ring(u, v, 6, 4.6), name="Opening of the sacrum")
    sheet.line_on_axis(low, [(0, 956), (0, 920), (0, 886)], name="Crest of the sacrum")
    sheet.line_across(all3, [(8, 849), (0, 848)], [(7, 841), (0, 840)], name="Coccyx")

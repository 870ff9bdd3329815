"""The looks of the window: three palettes of named colours, the stylesheet made from them, and the type sizes.

Palette and stylesheet are explicit, because asking the platform for a dark scheme does nothing on some platforms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache

from PySide6.QtGui import QColor, QFont, QGuiApplication, QInputDevice, QPalette
from PySide6.QtWidgets import QApplication

from bodymap import assets


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme. Text on its ground has a contrast of at least 4.5, borders of controls at least 3."""

    name: str
    window: str
    surface: str
    sunken: str
    hover: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    soft: str
    focus: str
    info: str
    on_info: str
    warn: str
    on_warn: str
    fault: str
    on_fault: str
    good: str


LIGHT = Tokens(
    name="light", window="#F2F4F2", surface="#FFFFFF", sunken="#E7EBE8", hover="#EAF0ED", line="#D5DBD7",
    edge="#7D8984", text="#17211E", muted="#53605B", accent="#0B675D", accent_hover="#084F47", on_accent="#FFFFFF",
    soft="#D9ECE7", focus="#0B675D", info="#E0EEEB", on_info="#12423C", warn="#FFF0C7", on_warn="#574000",
    fault="#FBE2DF", on_fault="#8A1C14", good="#1B6B3A",
)  # fmt: skip

DARK = Tokens(
    name="dark", window="#14191A", surface="#1C2324", sunken="#101415", hover="#263031", line="#323C3D",
    edge="#75827F", text="#E8EEEB", muted="#A6B3AF", accent="#59C9B8", accent_hover="#7FDACC", on_accent="#06221E",
    soft="#1D3D39", focus="#59C9B8", info="#1C3532", on_info="#BFE7DF", warn="#3C3110", on_warn="#FFE09A",
    fault="#47211D", on_fault="#FFBDB5", good="#7BD39B",
)  # fmt: skip

HIGH_CONTRAST = Tokens(
    name="high-contrast", window="#FFFFFF", surface="#FFFFFF", sunken="#FFFFFF", hover="#FFF3B0", line="#000000",
    edge="#000000", text="#000000", muted="#262626", accent="#00257A", accent_hover="#000000", on_accent="#FFFFFF",
    soft="#FFE45C", focus="#00257A", info="#FFFFFF", on_info="#000000", warn="#FFF3B0", on_warn="#000000",
    fault="#FFFFFF", on_fault="#8A0000", good="#004D1F",
)  # fmt: skip

OFF = "#767676"
"""What cannot be used now, in high contrast: there lines are as black as text."""

THEMES = {theme.name: theme for theme in (LIGHT, DARK, HIGH_CONTRAST)}
BASE_PX = 14
_current: Tokens = LIGHT
_touch = False
TOUCH_MORE_PX = 10
"""How much higher controls are for fingers: 34 pixels become 44."""


def tokens() -> Tokens:
    """The colours that hold now."""
    return _current


@cache
def color(name: str) -> QColor:
    """The colour of that name; kept, because painted lists ask for it in every cell."""
    return QColor(getattr(_current, name))


@cache
def font(px: int = BASE_PX, weight: QFont.Weight | None = None) -> QFont:
    """The typeface of the screen in that height."""
    made = QFont(QApplication.font())
    made.setPixelSize(px)
    made.setWeight(QFont.Weight.Normal if weight is None else weight)
    return made


def wanted(choice: str) -> Tokens:
    """The theme for light, dark, high-contrast or system: what the system asks for, contrast before darkness."""
    if choice == "system":
        from PySide6.QtCore import Qt

        hints = QGuiApplication.styleHints()
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            choice = "high-contrast"
        else:
            choice = "dark" if hints.colorScheme() is Qt.ColorScheme.Dark else "light"
    return THEMES.get(choice, LIGHT)


def ground(choice: str) -> Tokens:
    """The same for the first picture, by the system's own ground: Qt's namespace takes long to import."""
    if choice == "system":
        choice = "dark" if QGuiApplication.palette().window().color().lightness() < 128 else "light"
    return THEMES.get(choice, LIGHT)


def off() -> QColor:
    """The colour of what cannot be used now, where it is drawn rather than styled."""
    return QColor(OFF) if _current is HIGH_CONTRAST else color("line")


def touch() -> bool:
    """Whether controls have the size of fingers."""
    return _touch


def px(height: int) -> int:
    """The height of a control: as given for a pointer, at least 44 for a finger."""
    return max(height, min(height + TOUCH_MORE_PX, 44)) if _touch else height


def touch_wanted(choice: str) -> bool:
    """on, off, or auto: where a touch screen is there."""
    if choice != "auto":
        return choice == "on"
    return touch_screen_there()


def touch_screen_there() -> bool:
    return any(one.type() == QInputDevice.DeviceType.TouchScreen for one in QInputDevice.devices())


def apply(choice: str, fingers: str = "off") -> Tokens:
    """Give the whole application these looks, and controls the size of fingers where `fingers` (on, off, auto) says so.
    Cheap when nothing changes."""
    global _current, _touch
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    chosen = wanted(choice)
    wants_touch = touch_wanted(fingers)
    if application.property("bodymap_theme") == (chosen.name, wants_touch):
        return chosen
    _current, _touch = chosen, wants_touch
    color.cache_clear()
    font.cache_clear()
    if application.style().objectName() != "fusion":
        application.setStyle("Fusion")
    application.setFont(_typeface())
    application.setPalette(_palette(chosen))
    application.setStyleSheet(_sheet(chosen))
    application.setProperty("bodymap_theme", (chosen.name, wants_touch))
    return chosen


def _typeface() -> QFont:
    from bodymap.drawing import fonts

    family = fonts.load()
    made = QFont(family) if family else QFont(QApplication.font())
    made.setPixelSize(BASE_PX)
    return made


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, value in {
        role.Window: t.window, role.WindowText: t.text, role.Base: t.surface, role.AlternateBase: t.sunken,
        role.Text: t.text, role.Button: t.surface, role.ButtonText: t.text, role.BrightText: t.on_fault,
        role.ToolTipBase: t.text, role.ToolTipText: t.surface, role.PlaceholderText: t.muted,
        role.Highlight: t.accent, role.HighlightedText: t.on_accent, role.Link: t.accent, role.LinkVisited: t.accent,
        role.Light: t.surface, role.Midlight: t.hover, role.Mid: t.line, role.Dark: t.edge, role.Shadow: t.sunken,
    }.items():  # fmt: skip
        palette.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(OFF if t is HIGH_CONTRAST else t.edge))
    return palette


_SHEET = """
QToolTip { background: @text; color: @surface; border: 0; padding: 5px 8px; }
QMainWindow, QDialog { background: @window; }
QFrame[role="panel"] { background: @window; }
QFrame[role="card"] { background: @surface; border: 1px solid @line; border-radius: 8px; }
QFrame[role="rule"] { background: @line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="popup"] { background: @surface; border: 1px solid @edge; border-radius: 9px; }
QFrame[role="sheet"] { background: @surface; border: 1px solid @line; border-radius: 12px; }
QLabel[role="title"] { font-size: 18px; font-weight: 600; }
QLabel[role="display"] { font-size: 26px; font-weight: 600; }
QLabel[role="lead"] { font-size: 16px; }
QLabel[role="heading"] { font-size: 12px; font-weight: 600; color: @muted; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="small"] { color: @muted; font-size: 13px; }
QLabel[role="small"][loud="caution"], QLabel[role="small"][loud="stop"] { font-weight: 600; border-radius: 6px; }
QLabel[role="small"][loud="caution"] { background: @warn; color: @on_warn; }
QLabel[role="small"][loud="stop"] { background: @fault; color: @on_fault; }
QLabel[role="said"] { background: @surface; color: @muted; border: 1px solid @line; border-radius: 7px;
    padding: 4px 10px; font-size: 13px; }
QLabel[role="refusal"] { color: @on_fault; font-size: 13px; }
QLabel[role="alert"] { background: @warn; color: @on_warn; border-radius: 6px; padding: 6px 10px; font-weight: 600; }

QPushButton, QToolButton { background: @surface; color: @text; border: 1px solid @edge; border-radius: 7px;
    padding: 0 12px; min-height: 32px; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed { background: @sunken; }
QPushButton:focus, QToolButton:focus { border: 2px solid @focus; padding: 0 11px; min-height: 30px; }
QPushButton:disabled, QToolButton:disabled { color: @edge; border-color: @line; background: transparent; }
QPushButton[role="primary"] { background: @accent; color: @on_accent; border: 1px solid @accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: @accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid @text; }
QPushButton[role="primary"]:disabled { background: @sunken; border-color: @line; color: @muted; }
QPushButton[scale="large"] { min-height: 42px; font-size: 15px; padding: 0 16px; }
QPushButton[scale="large"]:focus { min-height: 40px; padding: 0 15px; }
QPushButton[role="danger"] { color: @on_fault; border-color: @on_fault; }
QPushButton[role="quiet"], QToolButton[role="quiet"] { background: transparent; border: 1px solid transparent;
    padding: 0 8px; }
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover { background: @hover; }
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus { border: 2px solid @focus; padding: 0 7px; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: @accent; padding: 0 4px;
    text-align: left; font-weight: 600; }
QPushButton[role="link"]:hover { background: @hover; }
QPushButton[role="link"]:focus { border: 2px solid @focus; padding: 0 3px; }
QToolButton[role="toggle"]:checked { background: @soft; border-color: @accent; font-weight: 600; }
QToolButton[role="floating"] { background: @surface; border: 1px solid @line; border-radius: 8px; padding: 0 10px 0 6px;
    min-height: 34px; color: @text; }
QToolButton[role="floating"]:hover { background: @hover; }
QToolButton[role="floating"]:checked { background: @soft; border-color: @accent; color: @accent; font-weight: 600; }
QToolButton[role="floating"]:focus { border: 2px solid @focus; padding: 0 9px 0 5px; min-height: 32px; }
QToolButton[role="icon"] { background: transparent; border: 1px solid transparent; padding: 0; min-width: 34px;
    min-height: 34px; }
QToolButton[role="icon"]:hover { background: @hover; }
QToolButton[role="icon"]:pressed { background: @sunken; }
QToolButton[role="icon"]:focus { border: 2px solid @focus; min-width: 32px; min-height: 32px; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton::menu-indicator { image: none; width: 0; }

QFrame[role="markbar"] { background: @surface; border: 1px solid @edge; border-radius: 10px; }
QToolButton[role="key"] { background: @window; border: 1px solid @line; border-radius: 7px; padding: 0;
    min-width: 42px; min-height: 42px; }
QToolButton[role="key"]:hover { background: @hover; }
QToolButton[role="key"]:pressed { background: @sunken; }
QToolButton[role="key"]:checked { background: @soft; border-color: @accent; color: @accent; font-weight: 600; }
QToolButton[role="key"]:focus { border: 2px solid @focus; min-width: 40px; min-height: 40px; }
QToolButton[role="key"]:disabled { color: @edge; background: transparent; }
QLabel[role="carried"] { background: @accent; color: @on_accent; border-radius: 7px; padding: 5px 10px;
    font-weight: 600; }

QFrame[role="segments"] { background: @sunken; border: 1px solid @line; border-radius: 8px; }
QFrame[role="segments"] QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: 0 11px; min-height: 32px; color: @text; }
QFrame[role="segments"] QToolButton:hover { background: @hover; }
QFrame[role="segments"] QToolButton:checked { background: @surface; border: 1px solid @edge;
    color: @accent; font-weight: 600; }
QFrame[role="segments"] QToolButton:focus { border: 2px dashed @focus; padding: 0 10px; min-height: 30px; }
QFrame[role="segments"] QToolButton:checked:focus { border: 2px solid @focus; }
QFrame[role="segments"] QToolButton:disabled { color: @edge; }
QFrame[role="segments"][tight="true"] QToolButton { padding: 0 5px; }
QFrame[role="segments"][tight="true"] QToolButton:focus { padding: 0 4px; }

QFrame[role="derived"] { background: @sunken; border: 0; border-radius: 7px; }
QToolButton[role="derived"] { background: transparent; border: 1px solid transparent; padding: 0 6px 0 4px;
    min-height: 24px; color: @muted; font-size: 12px; font-weight: 600; }
QToolButton[role="derived"]:hover { background: @hover; color: @text; }
QToolButton[role="derived"]:focus { border: 2px solid @focus; padding: 0 5px 0 3px; min-height: 22px; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QTextEdit { background: @surface; color: @text; border: 1px solid @edge;
    border-radius: 7px; selection-background-color: @accent; selection-color: @on_accent; }
QLineEdit, QComboBox, QSpinBox { padding: 0 9px; min-height: 32px; }
QLineEdit, QPlainTextEdit, QComboBox { placeholder-text-color: @muted; }
QComboBox:!editable { padding: 0 11px; }
QComboBox:!editable:focus { padding: 0 10px; }
QComboBox[unset="true"] { color: @muted; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid @focus; padding: 0 8px; min-height: 30px; }
QAbstractSpinBox > QLineEdit, QComboBox > QLineEdit, QAbstractSpinBox > QLineEdit:focus, QComboBox > QLineEdit:focus {
    border: 0; padding: 0; min-height: 0; background: transparent; }
QPlainTextEdit { padding: 3px 5px; }
QPlainTextEdit:focus { border: 2px solid @focus; padding: 2px 4px; }
QPlainTextEdit[role="derived-text"] { background: transparent; border: 0; padding: 2px 4px; }
QPlainTextEdit[role="derived-text"]:focus { border: 2px solid @focus; padding: 0 2px; }
QLineEdit[refused="true"], QComboBox[refused="true"], QPlainTextEdit[refused="true"] { border: 2px solid @on_fault; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: @sunken; border-color: @line;
    color: @muted; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: url(@arrow); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @edge; outline: 0; padding: 3px;
    selection-background-color: @soft; selection-color: @text; }
QComboBox QAbstractItemView::item { min-height: 30px; padding: 0 6px; }

QCheckBox, QRadioButton { spacing: 7px; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @edge;
    background: @surface; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { background: @hover; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(@tick); }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid @accent; background: @surface; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { width: 12px; height: 12px; border: 2px solid @focus; }
QCheckBox::indicator:checked:focus { border: 2px solid @text; }
QRadioButton::indicator:checked:focus { width: 4px; height: 4px; border: 6px solid @text; background: @surface; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @line; background: transparent; }

QAbstractItemView { background: @surface; border: 1px solid @line; border-radius: 8px; outline: 0; }
QListView[role="plain"] { background: transparent; border: 0; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: transparent; color: @muted; border: 0; border-bottom: 1px solid @line;
    padding: 0 2px; font-size: 12px; font-weight: 600; }

QMenu { background: @surface; border: 1px solid @edge; padding: 5px; }
QMenu::item { padding: 7px 26px 7px 14px; border-radius: 5px; }
QMenu::item:selected { background: @soft; color: @text; }
QMenu::item:disabled { color: @edge; }
QMenu::separator { height: 1px; background: @line; margin: 5px 8px; }
QMenu::indicator { width: 16px; height: 16px; left: 2px; }

QFrame[role="bar"] { border: 0; border-bottom: 1px solid @line; }
QFrame[role="bar"][floating="true"] { border: 1px solid @edge; border-radius: 9px; }
QFrame[role="bar"][inset="true"] { border: 0; border-radius: 7px; margin-top: 10px; }
QFrame[role="bar"][kind="info"] { background: @info; }
QFrame[role="bar"][kind="warn"] { background: @warn; }
QFrame[role="bar"][kind="fault"] { background: @fault; }
QFrame[role="bar"][kind="info"] QLabel { color: @on_info; }
QFrame[role="bar"][kind="warn"] QLabel { color: @on_warn; }
QFrame[role="bar"][kind="fault"] QLabel { color: @on_fault; }

QFrame[role="bar"] QPushButton { min-height: 30px; }
QFrame[role="bar"] QPushButton:focus { min-height: 28px; }
QFrame[role="bar"] QToolButton[role="icon"] { min-height: 30px; min-width: 30px; }

QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 7px; background: transparent; }
QSplitter::handle:vertical:hover { background: @sunken; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 2px; }
QScrollBar::handle { background: @edge; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { border: 0; background: transparent; }
"""


# Where the others tell a state by a near shade of the ground, this one turns it over or draws it thicker.
_BOLD = """
QMenu::item:selected { background: @text; color: @surface; }
QPushButton:hover, QToolButton:hover, QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover,
QPushButton[role="link"]:hover, QToolButton[role="icon"]:hover { border: 1px dashed @edge; }
QPushButton[role="primary"]:focus { border: 3px double @on_accent; }
QPushButton[role="link"] { text-decoration: underline; }
QFrame[role="segments"] QToolButton:checked { background: @text; border: 1px solid @text; color: @surface; }
QFrame[role="segments"] QToolButton:checked:focus { border: 3px double @surface; }
QToolButton[role="toggle"]:checked, QToolButton[role="key"]:checked { background: @text; color: @surface; }
QFrame[role="bar"][inset="true"], QFrame[role="bar"] { border: 2px solid @edge; }
QFrame[role="derived"] { border: 1px solid @edge; }
QPushButton:disabled, QToolButton:disabled { color: @disabled; border: 1px dotted @disabled; }
QToolButton[role="icon"]:disabled, QPushButton[role="quiet"]:disabled { border-color: transparent; }
QMenu::item:disabled { color: @disabled; }
"""


# Heights of controls, and the widths of those that are square; nothing else is between 22 and 36 pixels.
_HEIGHT = re.compile(r"(min-(?:height|width): )(2[2-9]|3[0-6])px")
_FINGERS = """
QMenu::item { padding: 12px 26px 12px 14px; }
QCheckBox, QRadioButton { min-height: 44px; }
QCheckBox::indicator { width: 22px; height: 22px; }
QCheckBox::indicator:focus { width: 20px; height: 20px; }
QRadioButton::indicator { width: 22px; height: 22px; border-radius: 12px; }
QRadioButton::indicator:focus { width: 20px; height: 20px; }
QRadioButton::indicator:checked { width: 8px; height: 8px; border-width: 8px; }
QRadioButton::indicator:checked:focus { width: 6px; height: 6px; border-width: 9px; }
QScrollBar:vertical { width: 18px; }
QScrollBar:horizontal { height: 18px; }
"""


def _sheet(t: Tokens) -> str:
    # A stylesheet can name a picture only by its file.
    whole = _SHEET + (_BOLD.replace("@disabled", OFF) if t is HIGH_CONTRAST else "")
    if _touch:
        whole = _HEIGHT.sub(lambda match: f"{match[1]}{int(match[2]) + TOUCH_MORE_PX}px", whole)
        whole += _FINGERS
    sheet = whole
    for word, picture in (("@arrow", "down"), ("@tick", "tick")):
        sheet = sheet.replace(word, assets.path("icons", f"{picture}-{t.name}.svg").as_posix())
    # Longer names first, so that @on_accent is not taken for @on followed by _accent.
    for name in sorted((f.name for f in fields(t)), key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", getattr(t, name))
    return sheet

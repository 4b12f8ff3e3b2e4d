"""The Qt style sheet of a theme: how every standard widget looks."""

from __future__ import annotations

from inspector.resources import resource
from inspector.ui.colours import Theme


def stylesheet(theme: Theme, points: float) -> str:
    """The style sheet of a window and its dialogs.

    Properties that widgets may set: ``primary`` on a push or tool button, ``heading``, ``muted``, ``note`` (a tinted
    card; ``"warning"`` and ``"error"`` colour its text), ``choice`` (words to click), ``struck`` and ``chip`` on a
    label, ``frost`` on a tree or check box whose tick means frozen.

    Args:
        theme: its colours.
        points: the person's font size; headings and captions are a little smaller.
    """
    t = theme
    small = max(points * 0.88, 7.0)
    image = {path.stem: path.as_posix() for path in resource("icons/controls").glob("*.svg")}
    return f"""
QWidget {{ color: {t.text}; }}
QMainWindow, QDialog, QStatusBar, QMenuBar, QToolBar {{ background: {t.window}; }}
QWidget:disabled {{ color: {t.disabled}; }}
QToolTip {{ background: {t.card}; color: {t.text}; border: 1px solid {t.border}; padding: 5px 7px; }}

QLabel[heading="true"] {{ color: {t.muted}; font-size: {small}pt; font-weight: bold; letter-spacing: 0.6px; }}
QLabel[muted="true"] {{ color: {t.muted}; }}
QLabel[choice="true"]:hover, QLabel[choice="true"]:focus {{ color: {t.accent}; }}
QLabel[struck="true"] {{ text-decoration: line-through; }}
QLabel[note="true"], QLabel[note="warning"], QLabel[note="error"] {{
  background: {t.accent_soft}; border-radius: 5px; padding: 7px 9px; font-size: {small}pt; }}
QLabel[note="warning"] {{ color: {t.warning}; background: {t.card}; border: 1px solid {t.border}; }}
QLabel[note="error"] {{ color: {t.error}; background: {t.card}; border: 1px solid {t.error}; }}
QFrame[finding] {{ background: {t.card}; border: 1px solid {t.border}; border-radius: 5px; }}
QFrame[finding="error"] {{ border-color: {t.error}; }}
QFrame[finding] QLabel {{ font-size: {small}pt; }}
QFrame[finding] QPushButton, QFrame[finding] QToolButton {{ font-size: {small}pt; padding: 2px 8px; }}
QFrame[finding] QToolButton {{ color: {t.accent}; }}
QLabel[level] {{ font-weight: bold; color: {t.muted}; }}
QLabel[level="warning"] {{ color: {t.warning}; }}
QLabel[level="error"] {{ color: {t.error}; }}
QLabel[chip="true"] {{ background: {t.accent_soft}; color: {t.muted}; border-radius: 7px; padding: 1px 8px;
  font-size: {small}pt; font-weight: bold; }}

QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QPushButton {{ background: {t.panel}; border: 1px solid {t.border}; border-radius: 6px; padding: 5px 12px; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {t.accent_soft}; }}
QPushButton[part="left"] {{ border-top-right-radius: 0; border-bottom-right-radius: 0; border-right-width: 0; }}
QPushButton[part="right"] {{ border-top-left-radius: 0; border-bottom-left-radius: 0; }}
QPushButton[part]:checked {{ font-weight: bold; }}
QPushButton:focus {{ border-color: {t.accent}; }}
QPushButton:default {{ border-color: {t.accent}; }}
QPushButton:flat {{ border-color: transparent; }}
QPushButton[primary="true"], QToolButton[primary="true"] {{ background: {t.accent}; color: {t.accent_text};
  border: 1px solid {t.accent}; font-weight: bold; }}
QPushButton[primary="true"]:hover, QToolButton[primary="true"]:hover {{ background: {t.accent_hover}; }}
QPushButton[primary="true"]:focus, QToolButton[primary="true"]:focus {{ border-color: {t.text}; }}
QPushButton[primary="true"]:disabled, QToolButton[primary="true"]:disabled {{ background: {t.groove};
  border-color: {t.groove}; color: {t.disabled}; }}

QToolBar {{ border: none; border-bottom: 1px solid {t.border}; spacing: 4px; padding: 5px 8px; }}
QToolBar::separator {{ background: {t.border}; width: 1px; margin: 5px 8px; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px 8px; }}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:pressed {{ background: {t.accent_soft}; }}
QToolButton:checked {{ background: {t.accent_soft}; border-color: {t.accent}; }}
QToolButton:checked:disabled {{ background: {t.card}; border-color: {t.border}; }}
QToolButton:focus {{ border-color: {t.accent}; }}
QToolButton[popupMode="2"] {{ padding-right: 18px; }}
QToolButton::menu-indicator {{ image: url({image["down"]}); subcontrol-position: center right; right: 5px; }}

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {{ background: {t.card};
  border: 1px solid {t.border}; border-radius: 5px; padding: 4px 8px;
  selection-background-color: {t.accent}; selection-color: {t.accent_text}; }}
QLineEdit {{ placeholder-text-color: {t.muted}; }}
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover {{ border-color: {t.handle}; }}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {{
  border-color: {t.accent}; }}
QLineEdit[invalid="true"], QAbstractSpinBox[invalid="true"], QComboBox[invalid="true"] {{ border-color: {t.error}; }}
QAbstractSpinBox {{ padding-right: 20px; }}
QAbstractSpinBox QLineEdit {{ background: transparent; border: none; padding: 0 5px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-origin: border; width: 20px; border: none;
  background: transparent; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {t.hover}; }}
QAbstractSpinBox::up-arrow {{ image: url({image["up"]}); width: 8px; height: 8px; }}
QAbstractSpinBox::down-arrow {{ image: url({image["down"]}); width: 8px; height: 8px; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url({image["down"]}); width: 8px; height: 8px; }}
QComboBox QAbstractItemView {{ background: {t.panel}; border: 1px solid {t.border}; padding: 3px;
  selection-background-color: {t.selection}; selection-color: {t.text}; outline: none; }}

QCheckBox, QRadioButton {{ spacing: 7px; }}
QCheckBox::indicator, QGroupBox::indicator, QTreeView::indicator, QTableView::indicator {{ width: 13px; height: 13px;
  border: 1px solid {t.muted}; border-radius: 4px; background: {t.panel}; }}
QRadioButton::indicator {{ width: 13px; height: 13px; border: 1px solid {t.muted}; border-radius: 7px;
  background: {t.panel}; }}
QRadioButton::indicator:checked {{ border: 4px solid {t.accent}; width: 7px; height: 7px; }}
QCheckBox::indicator:hover, QTreeView::indicator:hover, QRadioButton::indicator:hover {{ border-color: {t.accent}; }}
QCheckBox:focus, QRadioButton:focus {{ color: {t.accent}; }}
QCheckBox::indicator:checked, QGroupBox::indicator:checked, QTreeView::indicator:checked,
QTableView::indicator:checked {{ background: {t.accent}; border-color: {t.accent};
  image: url({image[f"check-{t.name}"]}); }}
QCheckBox::indicator:indeterminate, QTreeView::indicator:indeterminate {{ background: {t.panel};
  border-color: {t.accent}; image: url({image["dash"]}); }}
QTreeView[frost="true"]::indicator:checked, QCheckBox[frost="true"]::indicator:checked {{ background: {t.frozen_tick};
  border-color: {t.frozen_tick}; image: url({image["frost"]}); }}
QTreeView[frost="true"]::indicator:indeterminate {{ border-color: {t.frozen_tick}; }}
QCheckBox::indicator:disabled, QTreeView::indicator:disabled {{ border-color: {t.border}; background: {t.card}; }}

QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {t.groove}; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -5px 0; border-radius: 7px;
  background: {t.accent}; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ background: {t.accent_hover};
  border: 1px solid {t.text}; width: 12px; height: 12px; }}
QSlider::handle:horizontal:disabled {{ background: {t.disabled}; }}

QTabWidget::pane {{ border: none; border-top: 1px solid {t.border}; }}
QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
QTabBar::tab {{ color: {t.muted}; background: transparent; border: none; border-bottom: 2px solid transparent;
  padding: 8px 12px; }}
QTabBar[snug="true"]::tab {{ padding: 8px 6px; }}
QTabBar::tab:hover {{ color: {t.text}; }}
QTabBar::tab:selected {{ color: {t.text}; font-weight: bold; border-bottom-color: {t.accent}; }}
QTabBar::tab:focus {{ color: {t.accent}; }}

QAbstractItemView {{ background: {t.panel}; alternate-background-color: {t.card}; border: none; outline: none;
  gridline-color: {t.border}; selection-background-color: {t.selection}; selection-color: {t.text}; }}
QTreeView::item, QTableView::item, QListView::item {{ height: 26px; border: none; padding: 0 4px; }}
QTreeView::item:hover, QListView::item:hover {{ background: {t.hover}; }}
QTreeView::item:selected, QTableView::item:selected, QListView::item:selected {{ background: {t.selection};
  color: {t.text}; }}
QTreeView::branch {{ background: {t.panel}; }}
QTreeView::branch:hover {{ background: {t.hover}; }}
QTreeView::branch:selected {{ background: {t.selection}; }}
QTreeView::branch:has-children:closed {{ image: url({image["right"]}); padding: 2px; }}
QTreeView::branch:has-children:open {{ image: url({image["down"]}); padding: 2px; }}
QHeaderView {{ background: {t.panel}; border: none; }}
QHeaderView::section {{ background: {t.panel}; color: {t.muted}; border: none; padding: 5px 4px;
  font-size: {small}pt; }}
QTreeView[frost="true"] QHeaderView::section:first {{ padding-left: 42px; }}
QTableCornerButton::section {{ background: {t.panel}; border: none; }}

QSplitter::handle {{ background: {t.border}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QSplitter::handle:hover {{ background: {t.accent}; }}
QAbstractScrollArea {{ border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: {t.panel}; }}
QScrollBar {{ background: transparent; border: none; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {t.handle}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {t.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QMenuBar {{ border-bottom: 1px solid {t.border}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {t.hover}; }}
QMenu {{ background: {t.panel}; border: 1px solid {t.border}; padding: 4px; }}
QMenu::item {{ padding: 5px 26px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.selection}; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {t.border}; margin: 4px 8px; }}

QProgressBar {{ background: {t.groove}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}

QGroupBox {{ border: none; margin-top: 22px; padding: 2px 0 0 0; }}
QGroupBox::title {{ subcontrol-origin: margin; subcontrol-position: top left; padding: 4px 0;
  color: {t.muted}; }}
QStatusBar {{ border-top: 1px solid {t.border}; color: {t.muted}; font-size: {small}pt; }}
QStatusBar QLabel {{ color: {t.muted}; font-size: {small}pt; }}
QStatusBar::item {{ border: none; }}
"""

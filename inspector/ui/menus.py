"""Makes Qt actions, menus and the tool bar of the commands, and keeps them true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from inspector.ui import theme
from inspector.ui.actions import MENUS, TOOLBAR
from inspector.ui.command import Command, Entries, Submenu
from inspector.ui.file_actions import RECENT
from inspector.ui.layer_actions import CONTEXT
from inspector.ui.names import shown_name
from inspector.ui.widgets.late import settle_all
from inspector.ui.widgets.plain import plain_tip

if TYPE_CHECKING:
    from inspector.ui.window import Window

_WORDS = {"save_as": "Save as", "export": "Export", "full_size": "100 %", "open": "Open…", "names": "Names"}
_WORDS_IF_WIDE = {"open", "save_as", "export", "fit"}
_WITH_WORDS = {"full_size", "freeze_up_to", "shapes", "names"}


class Menus:
    """The window's actions by name; ``refresh`` brings what can be used and what is switched on up to date."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._commands: dict[str, Command] = {}
        self.actions: dict[str, QAction] = {}
        self.recent_menu = QMenu("Open re&cent", window)
        self.recent_menu.aboutToShow.connect(self._list_recent)
        for title, entries in MENUS:
            self._fill(window.menuBar().addMenu(title), entries)
        self.toolbar = self._make_toolbar()
        self.refresh()

    def refresh(self) -> None:
        """Ask every command whether it can be used now."""
        for name, command in self._commands.items():
            action = self.actions[name]
            action.setEnabled(command.when(self._window))
            if command.checked:
                action.setChecked(command.checked(self._window))
            if command.why:
                action.setToolTip(plain_tip(command.why(self._window)) or _tip(action, command))
            if command.about:
                action.setText(f"{command.text}: {command.about(self._window)}".rstrip(": "))
        self.recent_menu.setEnabled(self._window.recent.any())

    def set_wide(self, wide: bool) -> None:
        """Whether the tool bar has room for words beside all icons."""
        words, icons = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self._style(self.toolbar, _WORDS_IF_WIDE, words if wide else icons)

    def keys(self) -> list[tuple[str, str]]:
        """Every command that has a key: its words and its keys, in the order of the menus."""
        native = QKeySequence.SequenceFormat.NativeText
        return [
            (command.text.replace("&", "").rstrip("…"), " or ".join(key.toString(native) for key in action.shortcuts()))
            for command, action in ((self._commands[name], action) for name, action in self.actions.items())
            if action.shortcuts()
        ]

    def show_context(self, place: QPoint) -> None:
        """The menu of the selected layers, at a place on the screen."""
        menu = QMenu(self._window)
        self._add_named(menu, CONTEXT)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _fill(self, menu: QMenu, entries: Entries | Sequence[Command]) -> None:
        menu.setToolTipsVisible(True)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif entry == RECENT:
                menu.addMenu(self.recent_menu)
            elif isinstance(entry, Submenu):
                self._fill(menu.addMenu(entry.text), entry.entries)
            elif isinstance(entry, Command):
                menu.addAction(self._make(entry))

    def _make(self, command: Command) -> QAction:
        action = QAction(command.text, self._window)
        action.setObjectName(command.name)
        keys = [QKeySequence(key) for key in command.key.split(";") if key]
        action.setShortcuts(keys)
        action.setStatusTip(command.tip)
        action.setToolTip(_tip(action, command))
        if command.icon:
            action.setIcon(theme.icon(command.icon))
        action.setCheckable(command.checked is not None)
        if command.name in _WORDS:
            action.setIconText(_WORDS[command.name])
        action.triggered.connect(lambda: self._use(command))
        self._commands[command.name], self.actions[command.name] = command, action
        return action

    def _use(self, command: Command) -> None:
        settle_all()
        command.use(self._window)
        self.refresh()

    def _make_toolbar(self) -> QToolBar:
        bar = QToolBar("Tools", self._window)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(17, 17))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._add_named(bar, TOOLBAR)
        self._style(bar, _WITH_WORDS | _WORDS_IF_WIDE, Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for button in bar.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        room = QWidget()
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(room)
        self.actions["train"].setIcon(theme.icon("play", "accent_text"))
        self.actions["train"].setIconVisibleInMenu(False)
        train, stop = QToolButton(), QToolButton()
        train.setProperty("primary", True)
        for button, name in ((stop, "stop"), (train, "train")):
            button.setDefaultAction(self.actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            bar.addWidget(button)
        self.train_button = train
        self._window.addToolBar(bar)
        return bar

    def _style(self, bar: QToolBar, names: Iterable[str], style: Qt.ToolButtonStyle) -> None:
        for name in names:
            button = bar.widgetForAction(self.actions[name])
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(style)

    def _add_named(self, place: QMenu | QToolBar, names: Sequence[str | None]) -> None:
        for name in names:
            if name is None:
                place.addSeparator()
            else:
                place.addAction(self.actions[name])

    def _list_recent(self) -> None:
        self.recent_menu.clear()
        for path in self._window.recent.files():
            action = self.recent_menu.addAction(shown_name(path).replace("&", "&&"))
            action.triggered.connect(partial(self._window.open, path))
            action.setToolTip(path)
            action.setStatusTip(path)


def _tip(action: QAction, command: Command) -> str:
    tip = command.tip or command.text.replace("&", "").rstrip("…")
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{tip} ({key})" if key else tip

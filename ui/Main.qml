// The window: what stands around every screen, and the screen of the moment in the middle.
import QtQuick
import Kiosk.Resident
import Kiosk.Shell
import "controls"
import "theme"

Window {
    id: root

    required property Shell shell
    required property int settleMs
    readonly property BarPresenter bar: shell.bar as BarPresenter
    readonly property bool calm: root.bar !== null && !root.bar.askingToLeave

    function fileOf(screen: string): url {
        const name = screen.split("_").map(part => part.charAt(0).toUpperCase() + part.slice(1)).join("");
        return Qt.resolvedUrl("resident/" + name + "Screen.qml");
    }

    function follow() {
        const file = root.shell.screen === "" ? "" : fileOf(root.shell.screen);
        if (file.toString() !== screen.source.toString())
            screen.setSource(file, {
                "presenter": root.shell.presenter
            });
    }

    visible: true
    color: Theme.paper
    title: "就近办"

    Connections {
        target: root.shell

        function onChanged() {
            root.follow();
        }

        function onStepped() {
            settled.restart();
        }
    }

    Binding {
        target: Words
        property: "voice"
        value: root.shell
    }

    Binding {
        target: Theme
        property: "elder"
        value: root.shell.elder
    }

    // A touch that began on the screen before must not press what has just appeared under the finger.
    Timer {
        id: settled
        interval: root.settleMs
    }

    Item {
        id: stage
        width: 1080
        height: 1920
        anchors.centerIn: parent
        scale: Math.min(root.width / width, root.height / height)

        TopBar {
            presenter: root.bar
            visible: root.shell.screen !== ""
            enabled: root.calm
            anchors {
                left: parent.left
                right: parent.right
                top: parent.top
                leftMargin: Theme.margin
                rightMargin: Theme.margin
                topMargin: 24
            }
        }

        Loader {
            id: screen
            objectName: "screen"
            enabled: !settled.running && root.shell.busy === "" && root.calm
            x: Theme.margin
            y: 176
            width: parent.width - 2 * Theme.margin
            height: bottom.y - y - 32
        }

        BottomBar {
            id: bottom
            presenter: root.bar
            visible: root.shell.screen !== ""
            enabled: !settled.running && root.calm
            anchors {
                left: parent.left
                right: parent.right
                bottom: parent.bottom
            }
        }

        BusyVeil {
            text: root.shell.busy
            anchors {
                left: parent.left
                right: parent.right
                top: parent.top
                bottom: bottom.top
            }
        }

        LeaveCard {
            anchors.fill: parent
            visible: !root.calm
            onLeave: root.bar.leaveNow()
            onStay: root.bar.stay()
        }
    }
}

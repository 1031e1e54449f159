pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window

Window {
    id: dock

    required property var presenter
    required property var hands

    title: "演示台 Demo dock"
    width: 520
    height: Math.min(900, Screen.desktopAvailableHeight * 0.92)
    x: Screen.desktopAvailableWidth - width - 24
    y: 48
    visible: true
    color: "#FBF7EF"

    ListView {
        anchors.fill: parent
        anchors.margins: 16
        spacing: 8
        model: dock.hands
        section.property: "group"
        section.delegate: Text {
            required property string section
            text: section
            color: "#43534E"
            font.pixelSize: 20
            topPadding: 12
        }
        delegate: Rectangle {
            id: hand

            required property int index
            required property string label

            width: ListView.view.width
            height: 52
            radius: 12
            color: press.pressed ? "#E3F0EA" : "#FFFFFF"
            border.color: "#7C8A84"
            Accessible.role: Accessible.Button
            Accessible.name: hand.label
            Accessible.onPressAction: dock.presenter.press(hand.index)

            Text {
                anchors.centerIn: parent
                text: hand.label
                color: "#1B2B27"
                font.pixelSize: 18
            }

            TapHandler {
                id: press
                onTapped: dock.presenter.press(hand.index)
            }
        }
    }
}

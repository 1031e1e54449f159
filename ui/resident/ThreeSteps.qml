// How it goes, in three pictures. Nothing to touch.
pragma ComponentBehavior: Bound
import QtQuick
import "../controls"
import "../theme"

Card {
    color: Theme.mist
    border.width: 0
    spacing: 20

    Label {
        text: Words.say("attract.steps")
        font.pixelSize: Theme.second
        font.bold: true
    }

    Row {
        width: parent.width

        Repeater {
            model: ["card", "hand", "printer"]

            delegate: Column {
                id: step

                required property string modelData
                required property int index

                width: parent.width / 3
                spacing: 12

                Row {
                    spacing: 16
                    anchors.horizontalCenter: parent.horizontalCenter

                    Label {
                        text: step.index + 1
                        color: Theme.banyan
                        font.pixelSize: Theme.title
                        font.bold: true
                        anchors.verticalCenter: parent.verticalCenter
                    }

                    Icon {
                        name: step.modelData
                        size: 112
                    }
                }

                Label {
                    width: parent.width - 24
                    anchors.horizontalCenter: parent.horizontalCenter
                    horizontalAlignment: Text.AlignHCenter
                    text: Words.say("attract.step_" + (step.index + 1))
                    font.pixelSize: Theme.second
                }
            }
        }
    }
}

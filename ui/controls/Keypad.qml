// Digits under one finger: 1 to 9, then X where a number may end in it, 0, and delete.
pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

Grid {
    id: pad

    property bool withX: false
    property string deleteWords
    signal pressed(string key)
    signal deleted

    property real keyHeight: Theme.target

    columns: 3
    spacing: 20

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", pad.withX ? "X" : "", "0", "delete"]

        delegate: Item {
            id: place

            required property string modelData

            width: (pad.width - 2 * pad.spacing) / 3
            height: pad.keyHeight

            KeyButton {
                anchors.fill: parent
                visible: place.modelData !== ""
                objectName: "key_" + place.modelData
                text: place.modelData
                symbol: place.modelData === "delete" ? "delete" : ""
                says: place.modelData === "delete" ? pad.deleteWords : place.modelData
                onClicked: place.modelData === "delete" ? pad.deleted() : pad.pressed(place.modelData)
            }
        }
    }
}

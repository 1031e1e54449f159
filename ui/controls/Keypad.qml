// Digits under one finger: 1 to 9, then X or a point where a number may hold it, 0, and delete.
pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

Grid {
    id: pad

    property string extra // "X", "." or nothing
    property string deleteWords
    property string pointWords
    property string pointKey
    signal pressed(string key)
    signal deleted

    property real keyHeight: Theme.target

    columns: 3
    spacing: 20

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", pad.extra, "0", "delete"]

        delegate: Item {
            id: place

            required property string modelData

            width: (pad.width - 2 * pad.spacing) / 3
            height: pad.keyHeight

            KeyButton {
                anchors.fill: parent
                visible: place.modelData !== ""
                objectName: "key_" + (place.modelData === "." ? "point" : place.modelData)
                text: place.modelData === "." ? pad.pointKey : place.modelData
                symbol: place.modelData === "delete" ? "delete" : ""
                says: place.modelData === "delete" ? pad.deleteWords : place.modelData === "." ? pad.pointWords : place.modelData
                onClicked: place.modelData === "delete" ? pad.deleted() : pad.pressed(place.modelData)
            }
        }
    }
}

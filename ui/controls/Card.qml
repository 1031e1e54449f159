// A calm surface that holds things which belong together. Cannot be touched.
import QtQuick
import "../theme"

Rectangle {
    id: card

    default property alias content: column.data
    property int padding: Theme.pad
    property alias spacing: column.spacing

    color: Theme.card
    radius: Theme.radius
    border.width: 2
    border.color: Theme.hair
    implicitHeight: column.implicitHeight + 2 * padding

    Column {
        id: column
        spacing: 12
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            margins: card.padding
        }
    }
}

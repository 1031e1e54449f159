// A label and what belongs to it, side by side.
import QtQuick
import "../controls"
import "../theme"

Item {
    id: fact

    required property string label
    required property string text
    property int labelWidth: Theme.least * 6

    implicitHeight: Math.max(name.implicitHeight, said.implicitHeight)

    Label {
        id: name
        width: fact.labelWidth
        text: fact.label
        color: Theme.soft
        font.pixelSize: Theme.least
    }

    Label {
        id: said
        x: fact.labelWidth + 20
        width: parent.width - x
        text: fact.text
        font.pixelSize: Theme.least
    }
}

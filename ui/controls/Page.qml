// The middle of every screen: a title, what it is about, and at the foot what to touch.
import QtQuick
import "../theme"

Item {
    id: page

    default property alias content: body.data
    property alias actions: foot.data
    property alias bodySpacing: body.spacing
    property string title
    property string lead
    property int titleSize: Theme.title
    // What is left below the lead: with the actions in it, and above them.
    readonly property real whole: height - body.y
    readonly property real room: foot.y - body.y - (foot.height > 0 ? Theme.gap : 0)

    Title {
        id: heading
        width: parent.width
        text: page.title
        font.pixelSize: page.titleSize
        visible: text !== ""
        height: visible ? implicitHeight : 0
    }

    Label {
        id: about
        width: parent.width
        anchors.top: heading.bottom
        anchors.topMargin: visible ? 8 : 0
        text: page.lead
        color: Theme.soft
        font.pixelSize: Theme.second
        visible: text !== ""
        height: visible ? implicitHeight : 0
    }

    Column {
        id: body
        objectName: "body"
        width: parent.width
        anchors.top: about.bottom
        anchors.topMargin: heading.visible || about.visible ? Theme.gap : 0
        spacing: Theme.gap
    }

    Column {
        id: foot
        objectName: "foot"
        width: parent.width
        anchors.bottom: parent.bottom
        spacing: 20
    }
}

// Lay your card here. A touch begins as well, for whoever expects a button.
import QtQuick
import "../controls"
import "../theme"

Touch {
    id: banner

    property bool large: false
    property bool ready: false

    objectName: "begin"
    implicitHeight: Math.max(picture.height, words.implicitHeight) + (large ? 200 : 72)
    says: ready ? Words.say("attract.banner") : Words.say("attract.banner_wait")

    background: Rectangle {
        radius: Theme.radius
        color: banner.pressed ? Theme.banyanDeep : Theme.banyan
    }

    Icon {
        id: picture
        name: "card_on_reader_white"
        width: banner.large ? 384 : 336
        height: width * 324 / 480
        x: 36
        anchors.verticalCenter: parent.verticalCenter
    }

    Column {
        id: words
        spacing: 16
        anchors {
            left: picture.right
            leftMargin: 32
            right: parent.right
            rightMargin: 24
            verticalCenter: parent.verticalCenter
        }

        Title {
            width: parent.width
            text: banner.says
            color: Theme.white
            Accessible.ignored: true
        }

        Label {
            width: parent.width
            text: banner.ready ? Words.say("attract.banner_lead") : Words.say("attract.banner_wait_lead")
            color: Theme.white
            font.pixelSize: Theme.second
        }

        Label {
            width: parent.width
            visible: banner.ready
            text: Words.say("attract.banner_cards")
            color: Theme.white
            font.pixelSize: Theme.least
        }
    }
}

// Where this is, which day and time, and the other language. The same on every screen.
import QtQuick
import Kiosk.Resident
import "../theme"

Item {
    id: bar

    required property BarPresenter presenter

    height: Theme.target

    Rectangle {
        id: mark
        width: 76
        height: 76
        radius: 20
        color: Theme.banyan
        anchors.verticalCenter: parent.verticalCenter

        Label {
            anchors.centerIn: parent
            text: Words.say("bar.mark")
            color: Theme.white
            font.pixelSize: 44
            font.bold: true
        }
    }

    Column {
        spacing: 0
        anchors {
            left: mark.right
            leftMargin: 24
            right: language.left
            rightMargin: 24
            verticalCenter: parent.verticalCenter
        }

        Label {
            width: parent.width
            text: bar.presenter.place
            font.pixelSize: Theme.top
            font.bold: true
        }

        Label {
            width: parent.width
            text: bar.presenter.date + "  " + bar.presenter.time
            color: Theme.soft
            font.pixelSize: Theme.top
        }
    }

    Touch {
        id: language
        objectName: "language_" + bar.presenter.otherLanguage
        says: bar.presenter.otherLanguageName
        width: 180
        height: Theme.target
        anchors.right: parent.right
        onClicked: bar.presenter.useOtherLanguage()

        background: Item {
            Rectangle {
                width: parent.width
                height: 96
                anchors.verticalCenter: parent.verticalCenter
                radius: height / 2
                color: language.pressed ? Theme.mistDeep : Theme.card
                border.width: Theme.line
                border.color: Theme.edge
            }
        }

        Label {
            anchors.centerIn: parent
            text: bar.presenter.otherLanguageName
            font.pixelSize: Theme.bar
            font.bold: true
            Accessible.ignored: true
        }
    }
}

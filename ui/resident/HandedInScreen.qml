// Handed in: the promise, the number, the code, the slip, the result.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property HandedInPresenter presenter
    readonly property real half: (width - 20) / 2

    PromisePanel {
        width: parent.width
        presenter: screen.presenter
    }

    NumberCard {
        width: parent.width
        presenter: screen.presenter
    }

    Band {
        width: parent.width
        tone: screen.presenter.slipFine ? "mist" : "amber"
        symbol: screen.presenter.slipFine ? "printer" : "printer_amber"
        text: screen.presenter.slip
    }

    actions: Flow {
        width: screen.width
        spacing: 20
        layoutDirection: screen.presenter.asking ? Qt.RightToLeft : Qt.LeftToRight

        BigButton {
            objectName: "no_slip"
            width: screen.half
            height: taken.height
            visible: screen.presenter.canSayNone
            text: Words.say("handed_in.no_slip")
            onClicked: screen.presenter.noSlip()
        }

        BigButton {
            objectName: "print_again"
            width: screen.half
            height: taken.height
            visible: screen.presenter.canPrintAgain
            kind: screen.presenter.asking ? "filled" : "outlined"
            text: Words.say("handed_in.print_again")
            onClicked: screen.presenter.printAgain()
        }

        BigButton {
            objectName: "without_slip"
            width: screen.presenter.canTake ? screen.half : screen.width
            height: taken.height
            visible: screen.presenter.canDoWithout
            kind: screen.presenter.canTake ? "outlined" : "filled"
            text: Words.say("handed_in.without")
            onClicked: screen.presenter.without()
        }

        BigButton {
            id: taken
            objectName: "slip_taken"
            width: screen.presenter.asking ? screen.width : screen.half
            height: Math.max(Theme.action, implicitHeight)
            visible: screen.presenter.canTake
            kind: screen.presenter.asking ? "outlined" : "filled"
            text: screen.presenter.takenWords
            onClicked: screen.presenter.taken()
        }
    }
}

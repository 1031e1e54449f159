// Handed in: the promise, the number, the code, the slip, the result.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property HandedInPresenter presenter

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

    actions: [
        Row {
            spacing: 20

            BigButton {
                objectName: "no_slip"
                width: (screen.width - 20) / 2
                height: Theme.action
                visible: screen.presenter.canSayNone
                text: Words.say("handed_in.no_slip")
                onClicked: screen.presenter.noSlip()
            }

            BigButton {
                objectName: "print_again"
                width: screen.presenter.canTake ? (screen.width - 20) / 2 : screen.width
                height: Theme.action
                visible: screen.presenter.canPrintAgain
                text: Words.say("handed_in.print_again")
                onClicked: screen.presenter.printAgain()
            }

            BigButton {
                objectName: "slip_taken"
                width: screen.presenter.canSayNone || screen.presenter.canPrintAgain ? (screen.width - 20) / 2 : screen.width
                height: Theme.action
                visible: screen.presenter.canTake
                kind: "filled"
                text: screen.presenter.takenWords
                onClicked: screen.presenter.taken()
            }
        },
        BigButton {
            objectName: "without_slip"
            width: screen.width
            visible: screen.presenter.canDoWithout
            text: Words.say("handed_in.without")
            onClicked: screen.presenter.without()
        }
    ]
}

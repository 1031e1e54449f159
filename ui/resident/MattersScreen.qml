// What can be done here, first what may be for this person.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"
import "../theme"

Page {
    id: screen

    required property MattersPresenter presenter

    title: presenter.title
    lead: presenter.lead
    titleSize: Theme.display

    Pager {
        width: parent.width
        room: screen.room
        subject: screen.presenter.title

        Repeater {
            model: screen.presenter.cards

            delegate: MatterCard {
                required property int index

                width: screen.width
                first: index === 0
                onClicked: screen.presenter.choose(code)
            }
        }
    }
}

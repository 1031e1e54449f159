// What nobody had to type, line by line, with where it comes from.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Resident
import "../controls"

Card {
    id: card

    required property ReviewPresenter presenter
    // As wide as the longest label, as long as the values keep half of the room.
    readonly property real labelWidth: {
        let most = 0;
        for (const line of lines.children)
            if (line instanceof KnownLine)
                most = Math.max(most, (line as KnownLine).wanted);
        return Math.min(most, width * 0.36);
    }

    padding: 28

    Column {
        id: lines
        width: parent.width
        spacing: 12

        Repeater {
            model: card.presenter.known

            delegate: KnownLine {
                width: lines.width
                labelWidth: card.labelWidth
            }
        }
    }
}

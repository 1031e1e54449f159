// Two columns of tiles of one height.
import QtQuick
import "../theme"

Grid {
    id: grid

    readonly property real cell: (width - spacing) / 2
    readonly property real tallest: {
        let most = 0;
        for (const tile of children)
            most = Math.max(most, tile.implicitHeight);
        return most;
    }

    columns: 2
    spacing: Theme.gap
}

// Blocks one below another. What does not fit is turned to like a page, or left out where `turns` is false: nothing
// scrolls, nothing is cut through.
import QtQuick
import "../theme"

Item {
    id: pager

    default property alias content: column.data
    property alias spacing: column.spacing
    property real room: 0
    property string subject // another one starts at its first page
    property bool turns: true
    property int turned: 0
    property int furthest: 0
    readonly property bool readThrough: furthest >= cuts.length - 1 // every page was there to be read
    readonly property int page: Math.min(turned, cuts.length - 1)
    readonly property var here: cuts[Math.min(turned, cuts.length - 1)]
    readonly property bool paged: turns && cuts.length > 1
    readonly property var cuts: {
        const most = !turns || column.height <= room ? room : room - more.height - Theme.gap;
        const found = [
            {
                "top": 0,
                "bottom": 0
            }
        ];
        for (const block of blocks(column, 0)) {
            const last = found[found.length - 1];
            if (block.bottom - last.top > most && last.bottom > last.top)
                found.push(block);
            else
                last.bottom = block.bottom;
        }
        return found;
    }

    function blocks(holder: Item, offset: real): var {
        let found = [];
        for (const child of holder.children) {
            const top = offset + child.y;
            if (child instanceof EvenGrid)
                found = found.concat(blocks(child, top));
            else if (child.visible && child.height > 0)
                found.push({
                    "item": child,
                    "top": top,
                    "bottom": top + child.height
                });
        }
        return found;
    }

    // What is on another page is not to be seen or read out.
    function show() {
        for (const block of blocks(column, 0))
            block.item.opacity = block.top >= here.top && block.bottom <= here.bottom ? 1 : 0;
    }

    implicitHeight: paged ? room : cuts[0].bottom
    onHereChanged: show()
    onTurnedChanged: furthest = Math.max(furthest, turned)
    onSubjectChanged: {
        turned = 0;
        furthest = 0;
    }

    Item {
        width: parent.width
        height: pager.here.bottom - pager.here.top
        clip: pager.cuts.length > 1

        Column {
            id: column
            width: parent.width
            y: -pager.here.top
            spacing: Theme.gap
        }
    }

    BigButton {
        id: more
        objectName: "next_page"
        width: parent.width
        visible: pager.paged
        anchors.bottom: parent.bottom
        text: Words.say(pager.page + 1 < pager.cuts.length ? "pages.next" : "pages.first") + "  " + (pager.page + 1) + " / " + pager.cuts.length
        onClicked: pager.turned = pager.page + 1 < pager.cuts.length ? pager.page + 1 : 0
    }
}

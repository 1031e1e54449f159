// One of our stroke pictures, by its file stem.
import QtQuick

Image {
    property string name
    property int size: 96

    source: name === "" ? "" : Qt.resolvedUrl("../../assets/theme/icons/" + name + ".svg")
    height: size
    width: size
    sourceSize: Qt.size(width, height)
    fillMode: Image.PreserveAspectFit
    asynchronous: false
    Accessible.ignored: true
}

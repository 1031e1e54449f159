// Whatever a finger may press. Every touchable thing on a screen is one of these, so that tests find them all.
import QtQuick
import QtQuick.Templates as T

T.AbstractButton {
    id: touch

    readonly property bool touchTarget: true
    property string says: text

    focusPolicy: Qt.NoFocus
    hoverEnabled: false
    Accessible.role: Accessible.Button
    Accessible.name: says
    Accessible.onPressAction: touch.clicked()
}

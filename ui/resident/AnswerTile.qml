// An answer that can be changed: a touch asks the question again.
import QtQuick
import "../controls"
import "../theme"

Touch {
    id: tile

    required property string label
    required property string value
    required property string source
    required property string field
    required action
    property string actionWords

    objectName: "change_" + field
    says: label + " " + value
    implicitHeight: Math.max(Theme.target, words.implicitHeight + 40)
}

// Every colour, size and distance of the screens. Contrast pairs are checked in tests/screens/test_contrast.py.
pragma Singleton
import QtQuick

QtObject {
    // Larger type for people of 60 and more.
    property bool elder: false

    readonly property color paper: "#FBF7EF"
    readonly property color card: "#FFFFFF"
    readonly property color hair: "#DCD6C8"      // decoration only
    readonly property color ink: "#1B2B27"
    readonly property color soft: "#43534E"
    readonly property color banyan: "#0B5647"    // the one main action
    readonly property color banyanDeep: "#073D32"  // while a finger is on it
    readonly property color mist: "#E3F0EA"
    readonly property color mistDeep: "#DCECE4"
    readonly property color lychee: "#98211F"    // call a person, urgent; never decoration
    readonly property color lycheeDeep: "#741715"
    readonly property color amber: "#FFE9BF"
    readonly property color amberInk: "#5C3B00"
    readonly property color edge: "#7C8A84"      // outlines of what can be touched
    readonly property color white: "#FFFFFF"

    readonly property int number: elder ? 100 : 92  // what people copy is the largest thing
    readonly property int display: elder ? 88 : 72
    readonly property int title: elder ? 66 : 54
    readonly property int large: elder ? 54 : 44
    readonly property int body: elder ? 48 : 38
    readonly property int second: elder ? 42 : 34
    readonly property int least: elder ? 40 : 30
    readonly property int top: elder ? 34 : 30      // where this is; three lines of it must stand in the top bar
    readonly property int bar: elder ? 40 : 36      // the three buttons at the foot have no more room
    // Shares of the font's own line, which is 1.45 of its size.
    readonly property real lineHeight: 1.0
    readonly property real titleLine: 0.9

    readonly property int margin: 56
    readonly property int gap: 24
    readonly property int pad: 40
    readonly property int radius: 32
    readonly property int smallRadius: 24
    readonly property int target: 124   // least height of what can be touched
    readonly property int key: 104      // of one key among many
    readonly property int action: 136   // the main action
    readonly property int line: 3       // width of an outline
}

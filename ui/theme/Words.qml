// Fixed sentences for QML, in the language of the moment. Sentences with values come from the presenters.
pragma Singleton
import QtQuick
import Kiosk.Shell

QtObject {
    property Shell voice: null

    // Reading `language` makes every sentence follow a change of language.
    function say(key: string): string {
        return voice === null || voice.language === "" ? "" : voice.say(key);
    }
}

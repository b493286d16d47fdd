package io.exitbench.report.page;

import io.exitbench.report.Html;

/**
 * Text of models as HTML. Nothing of it is markup, and what a browser would swallow or obey is made
 * visible: control characters, lone surrogates, and marks that turn the direction of writing.
 */
final class Visible {
    private static final int CONTROL_PICTURES = 0x2400;
    private static final int DELETE = 0x7f;
    private static final int DELETE_PICTURE = 0x2421;

    private Visible() {}

    /** Escaped; line breaks and tabs are signs as well. */
    static String html(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> append(shown, c));
        return Html.escape(shown.toString());
    }

    private static void append(StringBuilder shown, int character) {
        if (character == '\n') {
            shown.append('\u21b5');
        } else if (character == '\t') {
            shown.append('\u21e5');
        } else if (character < ' ') {
            shown.appendCodePoint(CONTROL_PICTURES + character);
        } else if (character == DELETE) {
            shown.appendCodePoint(DELETE_PICTURE);
        } else if (isHidden(character)) {
            shown.append(String.format("\\u%04X", character));
        } else {
            shown.appendCodePoint(character);
        }
    }

    private static boolean isHidden(int character) {
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}

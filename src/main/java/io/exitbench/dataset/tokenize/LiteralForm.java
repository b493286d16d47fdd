package io.exitbench.dataset.tokenize;

/** What becomes of the literals that a tokenizer meets. */
interface LiteralForm {
    /** CodeXGLUE's form of a literal's body: no space and no comma. */
    static String escape(String body) {
        return body.indexOf(' ') < 0 && body.indexOf(',') < 0
                ? body
                : body.replace(" ", "U+0020").replace(",", "U+002C");
    }

    /** The token of a number as written. */
    String number(String text);

    /** What stands between the quotes of a string. */
    String string(String body);

    /** What stands between the quotes of a character. */
    String character(String body);
}

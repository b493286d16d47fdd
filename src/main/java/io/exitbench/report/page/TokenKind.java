package io.exitbench.report.page;

import io.exitbench.metric.syntax.Grammar;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a token of a completion is part of. */
enum TokenKind {
    KEYWORD,
    IDENTIFIER,
    PUNCTUATION,
    LITERAL,
    END_OF_LINE;

    private static final Pattern LEXEME =
            Pattern.compile(
                    "(?<end><EOL>|</?s>|<pad>|\n)"
                            + "|(?<literal>['\"]?<(?:STR|NUM|CHAR)_LIT[^>]*>['\"]?"
                            + "|\"[^\"\n]*\"|'[^'\n]*'|['\"]|\\.?\\d[\\w.]*)"
                            + "|(?<word>[\\p{L}_$][\\p{L}\\p{N}_$]*)"
                            + "|(?<other>\\S)");

    /** As the page calls it. */
    String title() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /**
     * A tokenizer cuts words as it likes, so a token is what the word is that it begins in; blanks
     * belong to what follows them.
     *
     * @param pieces texts of the tokens of one completion
     * @param grammar that knows the keywords
     * @return the kind of each
     */
    static List<TokenKind> of(List<String> pieces, Grammar grammar) {
        String text = String.join("", pieces);
        TokenKind[] kinds = new TokenKind[text.length() + 1];
        Matcher lexeme = LEXEME.matcher(text);
        int blank = 0;
        while (lexeme.find()) {
            TokenKind kind = kind(lexeme, grammar);
            for (int i = blank; i < lexeme.end(); i++) {
                kinds[i] = kind;
            }
            blank = lexeme.end();
        }
        for (int i = blank; i < kinds.length; i++) {
            kinds[i] = END_OF_LINE;
        }
        return kindsAtStart(pieces, kinds);
    }

    private static List<TokenKind> kindsAtStart(List<String> pieces, TokenKind[] kinds) {
        List<TokenKind> known = new ArrayList<>();
        int start = 0;
        for (String piece : pieces) {
            known.add(kinds[start]);
            start += piece.length();
        }
        return known;
    }

    private static TokenKind kind(Matcher lexeme, Grammar grammar) {
        if (lexeme.group("end") != null) {
            return END_OF_LINE;
        }
        if (lexeme.group("literal") != null) {
            return LITERAL;
        }
        String word = lexeme.group("word");
        if (word == null) {
            return PUNCTUATION;
        }
        return grammar.isKeyword(word) ? KEYWORD : IDENTIFIER;
    }
}

package io.exitbench.metric.syntax;

import io.exitbench.dataset.Language;
import java.util.Set;
import org.treesitter.TSLanguage;
import org.treesitter.TreeSitterJava;
import org.treesitter.TreeSitterPython;

/** What differs between the languages that can be parsed. */
public enum Grammar {
    /** Python 3, with the soft keywords {@code match}, {@code case} and {@code type}. */
    PYTHON(
            "tree-sitter-python-0.23.4",
            Set.of("comment", "line_continuation"),
            Set.of(
                    "False",
                    "None",
                    "True",
                    "and",
                    "as",
                    "assert",
                    "async",
                    "await",
                    "break",
                    "case",
                    "class",
                    "continue",
                    "def",
                    "del",
                    "elif",
                    "else",
                    "except",
                    "finally",
                    "for",
                    "from",
                    "global",
                    "if",
                    "import",
                    "in",
                    "is",
                    "lambda",
                    "match",
                    "nonlocal",
                    "not",
                    "or",
                    "pass",
                    "raise",
                    "return",
                    "try",
                    "type",
                    "while",
                    "with",
                    "yield")) {
        @Override
        TSLanguage load() {
            return new TreeSitterPython();
        }

        @Override
        DataFlowRules rules() {
            return new PythonDataFlow();
        }
    },

    /** Java, with the 50 keywords of the language specification (3.9). */
    JAVA(
            "tree-sitter-java-0.23.4",
            Set.of("line_comment", "block_comment"),
            Set.of(
                    "abstract",
                    "assert",
                    "boolean",
                    "break",
                    "byte",
                    "case",
                    "catch",
                    "char",
                    "class",
                    "const",
                    "continue",
                    "default",
                    "do",
                    "double",
                    "else",
                    "enum",
                    "extends",
                    "final",
                    "finally",
                    "float",
                    "for",
                    "goto",
                    "if",
                    "implements",
                    "import",
                    "instanceof",
                    "int",
                    "interface",
                    "long",
                    "native",
                    "new",
                    "package",
                    "private",
                    "protected",
                    "public",
                    "return",
                    "short",
                    "static",
                    "strictfp",
                    "super",
                    "switch",
                    "synchronized",
                    "this",
                    "throw",
                    "throws",
                    "transient",
                    "try",
                    "void",
                    "volatile",
                    "while")) {
        @Override
        TSLanguage load() {
            return new TreeSitterJava();
        }

        @Override
        DataFlowRules rules() {
            return new JavaDataFlow();
        }
    };

    private static final Set<String> STRINGS =
            Set.of("string", "string_literal", "character_literal");

    private final String version;
    private final Set<String> comments;
    private final Set<String> keywords;

    Grammar(String version, Set<String> comments, Set<String> keywords) {
        this.version = version;
        this.comments = comments;
        this.keywords = keywords;
    }

    /**
     * @param language of a data set
     * @return its grammar
     */
    public static Grammar of(Language language) {
        return switch (language) {
            case PYTHON -> PYTHON;
            case JAVA -> JAVA;
        };
    }

    /**
     * @return name and version, as part of a signature
     */
    public String version() {
        return version;
    }

    /**
     * @param token a word of the source
     * @return whether it is a keyword of the language
     */
    public boolean isKeyword(String token) {
        return keywords.contains(token);
    }

    abstract TSLanguage load();

    abstract DataFlowRules rules();

    /** What a text means the same without: comments, and a line break that is escaped. */
    boolean isComment(String type) {
        return comments.contains(type);
    }

    /** A literal counts as one token although its quotes are nodes of their own. */
    static boolean isString(String type) {
        return STRINGS.contains(type);
    }
}

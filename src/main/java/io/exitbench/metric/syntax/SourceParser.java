package io.exitbench.metric.syntax;

import io.exitbench.ExitBenchException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.treesitter.TSException;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;

/**
 * Parses text with tree-sitter. Parsers are lent to one thread at a time and used again, so there
 * are never more of them than threads that parse at once. tree-sitter never fails on text: what is
 * not of the grammar becomes error nodes.
 *
 * <p>Native trees are freed by the garbage collector: the binding has no other way. They live no
 * longer than one call.
 */
public final class SourceParser {
    /** Longer texts are no completions; they are refused rather than parsed for minutes. */
    static final int MAX_BYTES = 1 << 20;

    private final Grammar grammar;
    private final TSLanguage language;
    private final Deque<TSParser> idle = new ConcurrentLinkedDeque<>();

    /**
     * @param grammar of all texts
     * @throws ExitBenchException if there is no tree-sitter for this machine
     */
    public SourceParser(Grammar grammar) {
        this.grammar = grammar;
        try {
            this.language = grammar.load();
        } catch (LinkageError | TSException e) {
            throw new ExitBenchException(
                    "tree-sitter cannot be loaded, so CodeBLEU cannot be computed; it needs x86-64"
                            + " or aarch64 and a writable folder, which -Dtree-sitter-lib=<folder>"
                            + " names.",
                    e);
        }
    }

    /**
     * @return what is parsed
     */
    public Grammar grammar() {
        return grammar;
    }

    /**
     * Parses a text. Safe for several threads.
     *
     * @param text any text; lone surrogates are read as question marks
     * @return its tree without comments and string statements
     * @throws ExitBenchException if the text is longer than 1 MiB
     */
    public SyntaxTree parse(String text) {
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        if (source.length > MAX_BYTES) {
            throw new ExitBenchException(
                    "A text of "
                            + source.length
                            + " bytes is too long for CodeBLEU, which takes 1 MiB at most; shorten"
                            + " the completions.");
        }
        TSParser parser = borrow();
        try {
            parser.reset();
            TSTree tree =
                    parser.parse(
                            new byte[Math.max(1, source.length)],
                            null,
                            (buffer, offset, position) -> {
                                int length = Math.min(buffer.length, source.length - offset);
                                if (length <= 0) {
                                    return 0;
                                }
                                System.arraycopy(source, offset, buffer, 0, length);
                                return length;
                            },
                            TSInputEncoding.TSInputEncodingUTF8);
            if (tree == null) {
                throw new IllegalStateException("The parser gave no tree.");
            }
            return copy(tree, source);
        } finally {
            idle.push(parser);
        }
    }

    private TSParser borrow() {
        TSParser parser = idle.poll();
        if (parser == null) {
            parser = new TSParser();
            parser.setLanguage(language);
        }
        return parser;
    }

    /** Walks without recursion: text may nest as deep as it is long. */
    private SyntaxTree copy(TSTree tree, byte[] source) {
        SyntaxTreeBuilder builder = new SyntaxTreeBuilder(grammar, source);
        TSNode root = tree.getRootNode();
        TSTreeCursor cursor = new TSTreeCursor(root);
        Deque<Boolean> kept = new ArrayDeque<>();
        while (true) {
            kept.push(builder.enter(cursor.currentNode(), cursor.currentFieldName()));
            if (kept.peek() && cursor.gotoFirstChild()) {
                continue;
            }
            leave(kept, builder);
            while (!kept.isEmpty() && !cursor.gotoNextSibling()) {
                cursor.gotoParent();
                leave(kept, builder);
            }
            if (kept.isEmpty()) {
                break;
            }
        }
        boolean parsed = !root.hasError();
        // Neither may be freed while a native call still reads it.
        Reference.reachabilityFence(cursor);
        Reference.reachabilityFence(tree);
        return builder.build(parsed);
    }

    private static void leave(Deque<Boolean> kept, SyntaxTreeBuilder builder) {
        if (kept.pop()) {
            builder.leave();
        }
    }
}

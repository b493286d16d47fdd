package io.exitbench.result.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunIdentityTest {
    private static RunIdentity identity(String strategy, String parameters) {
        return new RunIdentity(
                "small",
                "jython-lib",
                "d1",
                "tiny",
                "m1",
                12,
                strategy,
                parameters,
                "defer",
                420,
                "line|exits=4,8|é");
    }

    /**
     * By Python: {@code hashlib.sha256("".join(f"{len(c.encode())}:{c}," for c in
     * components).encode()).hexdigest()[:16]}.
     */
    @Test
    void anIdFollowsFromTheDocumentedEncoding() {
        assertThat(identity("entropy", "nats=0.5").runId()).isEqualTo("dd26af78a54fdefe");
    }

    @Test
    void componentsCannotRunIntoEachOther() {
        assertThat(identity("a", "b,1:c").runId()).isNotEqualTo(identity("a,5:b", "c").runId());
        assertThat(identity("ab", "c").runId()).isNotEqualTo(identity("a", "bc").runId());
    }
}

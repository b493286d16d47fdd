package io.exitbench.result;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.cost.BlockCost;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.SuiteRecords;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The processes that measured a run's windows: one, unless the suite went on elsewhere. */
final class MeasuringSessions {
    private static final Pattern CARD = Pattern.compile("\\bGPU \\d+\\b");

    private final List<JournalEntry.Session> sessions;

    /**
     * @param records of a suite run
     * @param ids of the sessions of the windows; without any, all sessions count
     */
    MeasuringSessions(SuiteRecords records, List<String> ids) {
        List<JournalEntry.Session> measured =
                records.sessions().stream()
                        .filter(session -> ids.contains(session.session()))
                        .toList();
        sessions = measured.isEmpty() ? records.sessions() : measured;
    }

    /** Boundaries and methods of their meters. */
    String sources() {
        return sessions.stream()
                .map(JournalEntry.Session::energySource)
                .distinct()
                .collect(Collectors.joining("; then "));
    }

    /** What their joules are worth. */
    EnergyQuality quality() {
        return sessions.stream()
                .map(JournalEntry.Session::energyQuality)
                .reduce(EnergyQuality::weaker)
                .orElse(EnergyQuality.ESTIMATE);
    }

    /**
     * Blocks whose joules may be added: an estimate is never added to a measurement, nor what one
     * meter saw to what another did. Cards of one kind have one meter each, of one kind.
     *
     * @param blocks of the windows
     * @return the blocks, without their energy if it came from several meters
     */
    List<BlockCost> comparable(List<BlockCost> blocks) {
        boolean several =
                sessions.stream()
                                .map(session -> CARD.matcher(session.energySource()))
                                .map(source -> source.replaceAll("GPU"))
                                .distinct()
                                .count()
                        > 1;
        return several
                ? blocks.stream()
                        .map(b -> b.withoutEnergy("blocks were measured by different meters"))
                        .toList()
                : blocks;
    }
}

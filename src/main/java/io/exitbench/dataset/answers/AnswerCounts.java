package io.exitbench.dataset.answers;

import io.exitbench.dataset.answers.RecoveredAnswer.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the answers of cases come from.
 *
 * @param given with their cases
 * @param byId recovered from the file that the id points at
 * @param bySearch recovered from the only way in which files go on after the input
 * @param ambiguous left out, since files go on in different ways
 * @param notFound left out, since no file fits or there was none to search
 */
public record AnswerCounts(int given, int byId, int bySearch, int ambiguous, int notFound) {
    static AnswerCounts of(int given, List<RecoveredAnswer> found) {
        return new AnswerCounts(
                given,
                count(found, Outcome.BY_ID),
                count(found, Outcome.BY_SEARCH),
                count(found, Outcome.AMBIGUOUS),
                count(found, Outcome.NOT_FOUND));
    }

    private static int count(List<RecoveredAnswer> found, Outcome outcome) {
        return (int) found.stream().filter(each -> each.outcome() == outcome).count();
    }

    /**
     * @return cases whose answers were withheld and recovered
     */
    public int recovered() {
        return byId + bySearch;
    }

    /**
     * @return cases that are not measured on
     */
    public int leftOut() {
        return ambiguous + notFound;
    }

    /**
     * @return whether all answers came with the cases
     */
    public boolean areAllGiven() {
        return recovered() + leftOut() == 0;
    }

    /**
     * @return all of it in a sentence
     */
    public String text() {
        return "Answers of "
                + (given + recovered() + leftOut())
                + " cases: "
                + given
                + " given, "
                + recovered()
                + " recovered from the files that the cases were cut from ("
                + byId
                + " by id, "
                + bySearch
                + " by search); left out: "
                + ambiguous
                + " ambiguous, "
                + notFound
                + " not found.";
    }

    /**
     * @return the numbers by their names in {@code run.json}
     */
    public Map<String, Integer> json() {
        Map<String, Integer> json = new LinkedHashMap<>();
        json.put("given", given);
        json.put("recovered_by_id", byId);
        json.put("recovered_by_search", bySearch);
        json.put("ambiguous", ambiguous);
        json.put("not_found", notFound);
        return json;
    }
}

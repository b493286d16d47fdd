package io.exitbench.report.page;

import java.util.ArrayList;
import java.util.List;

/** Finds places beside marks where short labels cover neither marks nor each other. */
final class LabelPlaces {
    private static final double DIGIT = 7;
    private static final double HEIGHT = 11;
    private static final double MARK = 6;

    private static final List<Place> PLACES =
            List.of(
                    new Place("", 7, -5),
                    new Place("", 7, 14),
                    new Place(" e", -7, -5),
                    new Place(" e", -7, 14),
                    new Place(" m", 0, -10),
                    new Place(" m", 0, 19),
                    new Place("", 10, 4),
                    new Place(" e", -10, 4));

    private final List<Box> taken = new ArrayList<>();

    /**
     * Where a label stands from its mark.
     *
     * @param anchor style of the text: which of its ends the place is
     * @param right pixels from the mark
     * @param down pixels from the mark to the label's base line
     */
    record Place(String anchor, double right, double down) {
        private Box box(double x, double y, double width) {
            double left = x + right;
            if (anchor.equals(" e")) {
                left -= width;
            } else if (anchor.equals(" m")) {
                left -= width / 2;
            }
            return new Box(left, y + down - HEIGHT, left + width, y + down);
        }
    }

    private record Box(double left, double top, double right, double bottom) {
        double shared(Box other) {
            double width = Math.min(right, other.right) - Math.max(left, other.left);
            double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
            return width > 0 && height > 0 ? width * height : 0;
        }
    }

    /** Keeps the place of a mark free; all marks come before any label. */
    void mark(double x, double y) {
        taken.add(new Box(x - MARK, y - MARK, x + MARK, y + MARK));
    }

    /** The first of the places where the label covers least. */
    Place of(String label, double x, double y) {
        double width = DIGIT * label.length();
        Place best = PLACES.get(0);
        double least = Double.MAX_VALUE;
        for (Place place : PLACES) {
            Box box = place.box(x, y, width);
            double covered = taken.stream().mapToDouble(box::shared).sum();
            if (covered < least) {
                least = covered;
                best = place;
            }
        }
        taken.add(best.box(x, y, width));
        return best;
    }
}

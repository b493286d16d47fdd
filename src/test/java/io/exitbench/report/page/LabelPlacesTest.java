package io.exitbench.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelPlacesTest {
    @Test
    void aLabelStandsToTheRightOfAMarkThatIsAlone() {
        LabelPlaces places = new LabelPlaces();
        places.mark(100, 100);
        LabelPlaces.Place place = places.of("1", 100, 100);
        assertThat(place.anchor()).isEmpty();
        assertThat(place.right()).isPositive();
        assertThat(place.down()).isNegative();
    }

    @Test
    void noLabelCoversAMarkOrALabelThatItCouldAvoid() {
        LabelPlaces places = new LabelPlaces();
        places.mark(100, 100);
        places.mark(112, 92);
        LabelPlaces.Place first = places.of("10", 100, 100);
        assertThat(first).as("not where the second mark is").isNotEqualTo(places.of("1", 500, 500));
        assertThat(places.of("11", 100, 100)).as("not where a label is").isNotEqualTo(first);
    }
}

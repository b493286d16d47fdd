package io.exitbench.report.page;

/** A part of the page. */
interface PageSection {
    /**
     * @return what links to it call it
     */
    String id();

    /**
     * @return its heading
     */
    String title();

    /**
     * @param data to show
     * @return the part as HTML without its heading, empty if there is nothing to say
     */
    String body(PageData data);
}

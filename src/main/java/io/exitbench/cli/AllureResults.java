package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.exitbench.RootCause;
import io.qameta.allure.AllureResultsWriteException;
import io.qameta.allure.AllureResultsWriter;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.model.TestResult;
import io.qameta.allure.model.TestResultContainer;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Allure's results in a folder. What cannot be written is told once, when the tests have ended:
 * JUnit would log the same stack trace for each test and go on.
 */
final class AllureResults implements AllureResultsWriter {
    private final Path folder;
    private final AllureResultsWriter files;
    private AllureResultsWriteException failure;

    /**
     * @param folder to write to
     */
    AllureResults(Path folder) {
        this.folder = folder;
        files = new FileSystemResultsWriter(folder);
    }

    @Override
    public synchronized void write(TestResult result) {
        attempt(() -> files.write(result));
    }

    @Override
    public synchronized void write(TestResultContainer container) {
        attempt(() -> files.write(container));
    }

    @Override
    public synchronized void write(String source, InputStream attachment) {
        attempt(() -> files.write(source, attachment));
    }

    private void attempt(Runnable writing) {
        if (failure == null) {
            try {
                writing.run();
            } catch (AllureResultsWriteException e) {
                failure = e;
            }
        }
    }

    /**
     * @throws ExitBenchException if anything could not be written
     */
    synchronized void requireComplete() {
        if (failure != null) {
            throw new ExitBenchException(
                    "Allure's results cannot be written to "
                            + folder
                            + " ("
                            + RootCause.message(failure)
                            + "); free space on the disk or set exitbench.output to another"
                            + " folder.",
                    failure);
        }
    }
}

package io.remdb.bench;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.bench.chart.LineChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code rem bench --plot}: one file for each plot that reports have figures for. */
final class GrowthPlots {
    private GrowthPlots() {}

    /**
     * Draws; files of the same names are replaced. Nothing is written unless all reports can be read and go together.
     *
     * @param reports at least one, as {@code rem bench --json} writes them
     * @param folder made where it is not there
     * @return the files that were written
     */
    static List<Path> draw(List<Path> reports, Path folder) {
        Growth growth = Growth.of(reports.stream().map(GrowthReader::read).toList());
        Map<GrowthPlot, String> drawn = new EnumMap<>(GrowthPlot.class);
        for (GrowthPlot plot : GrowthPlot.values()) {
            growth.chart(plot).map(LineChart::svg).ifPresent(svg -> drawn.put(plot, svg));
        }
        if (drawn.isEmpty()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The reports have no figures that are drawn")
                    .with("files", reports.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
        List<Path> written = new ArrayList<>();
        drawn.forEach((plot, svg) -> written.add(write(folder, plot.fileName(), svg)));
        return List.copyOf(written);
    }

    /** Whoever looks at the file meanwhile sees the former one, or the new one. */
    private static Path write(Path folder, String name, String svg) {
        Path file = folder.resolve(name);
        Path part = folder.resolve("." + name + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.createDirectories(folder);
            try {
                Files.writeString(part, svg);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The plot cannot be written", e)
                    .with("file", file)
                    .because(e);
        }
        return file;
    }
}

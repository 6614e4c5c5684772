/**
 * Command lines that the owner of a database runs for others. A JVM takes longer to start than most commands to run, and the owner
 * has one that is warm: so the launcher carries the command line there, and its output back. {@link
 * io.remdb.server.command.CommandServer} listens, {@link io.remdb.server.command.CommandRunner} is who can run a command line.
 *
 * <p><b>The protocol</b> ({@code DB/command}). A frame is one byte for its type, four for the length of what follows (the most
 * significant first), and that. The carrier begins with {@code R}, the request: fields of UTF-8, each with a zero byte at its end, in
 * the order of {@link io.remdb.server.command.CommandRequest}. The owner says {@code T} at once: who hears nothing for ten seconds takes
 * another way. From then on it asks for one thing after the other, and the carrier does it and answers:
 *
 * <pre>
 *   O bytes    write to stdout           w         written
 *   E bytes    write to stderr           w reason  could not be written
 *   I length   read so much from stdin   i bytes   what there was; nothing at the end
 *                                        f reason  could not be read
 *   X code     end with this exit code
 *   N reason   the owner does not run this, and has done nothing: only before all of these
 * </pre>
 *
 * <p>At most one write and one read are under way, so that neither side holds more than that, a slow reader of the output slows down
 * the command, and an error of stdout is one of the command's. {@code C} from the carrier, at any time, says that the user wants the
 * command to stop (Ctrl-C); the end of the connection says so too.
 */
@NullMarked
package io.remdb.server.command;

import org.jspecify.annotations.NullMarked;

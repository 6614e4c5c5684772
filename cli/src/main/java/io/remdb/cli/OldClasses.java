package io.remdb.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Rewrites a jar of classes before Java 6, such as picocli's: the JVM neither keeps those in its cache nor checks them
 * quickly, since they lack stack maps. A copy in a newer class file format has them.
 */
final class OldClasses {
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;
    private static final int VERSION_AT = 7;

    private OldClasses() {}

    /** Whether the class files of {@code jar} are too old; the first one tells. */
    static boolean in(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (isClass(entry)) {
                    return read(file, entry)[VERSION_AT] < FIRST_WITH_STACK_MAPS;
                }
            }
            return false;
        }
    }

    /** Writes the copy; everything but the format of the classes is the same. */
    static void renew(Path jar, Path copy) throws IOException {
        ClassFile format = ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(
                        ClassHierarchyResolver.ofClassLoading(OldClasses.class.getClassLoader())));
        try (JarFile source = new JarFile(jar.toFile());
                OutputStream file = Files.newOutputStream(copy);
                JarOutputStream target = new JarOutputStream(file)) {
            for (Enumeration<JarEntry> entries = source.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                byte[] bytes = read(source, entry);
                target.putNextEntry(new JarEntry(entry.getName()));
                target.write(
                        isClass(entry) && bytes[VERSION_AT] < FIRST_WITH_STACK_MAPS ? renewed(format, bytes) : bytes);
                target.closeEntry();
            }
        }
    }

    private static byte[] renewed(ClassFile format, byte[] bytes) {
        ClassModel model = format.parse(bytes);
        return format.build(model.thisClass().asSymbol(), builder -> {
            builder.transform(model, ClassTransform.ACCEPT_ALL);
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
        });
    }

    private static boolean isClass(JarEntry entry) {
        return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
    }

    private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream bytes = jar.getInputStream(entry)) {
            return bytes.readAllBytes();
        }
    }
}

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.collections.api.set.primitive.IntSet;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;
import org.neo4j.cli.AdminTool;
import org.neo4j.cli.ExecutionContext;
import org.neo4j.collection.ResourceRawIterator;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.exceptions.KernelException;
import org.neo4j.graphdb.Label;
import org.neo4j.graphdb.Node;
import org.neo4j.graphdb.Transaction;
import org.neo4j.internal.helpers.HostnamePort;
import org.neo4j.internal.kernel.api.Write;
import org.neo4j.internal.kernel.api.exceptions.ProcedureException;
import org.neo4j.internal.kernel.api.procs.Neo4jTypes;
import org.neo4j.internal.kernel.api.procs.ProcedureSignature;
import org.neo4j.internal.kernel.api.procs.QualifiedName;
import org.neo4j.kernel.api.KernelTransaction;
import org.neo4j.kernel.api.ResourceMonitor;
import org.neo4j.kernel.api.procedure.CallableProcedure;
import org.neo4j.kernel.api.procedure.Context;
import org.neo4j.kernel.api.procedure.GlobalProcedures;
import org.neo4j.kernel.internal.GraphDatabaseAPI;
import org.neo4j.procedure.Mode;
import org.neo4j.values.AnyValue;
import org.neo4j.values.SequenceValue;
import org.neo4j.values.storable.ByteArray;
import org.neo4j.values.storable.IntegralValue;
import org.neo4j.values.storable.TextValue;
import org.neo4j.values.storable.Value;
import org.neo4j.values.storable.Values;

/**
 * Runs Neo4j in a folder: `serve HOME [PID]`, ending with process PID where one is named, or one
 * command of neo4j-admin on the folder: `admin HOME COMMAND…`.
 *
 * HOME holds conf/neo4j.conf and the password; HOME/state says in one line how far the server is:
 * `starting PID`, `ready PID PORT HTTP-PORT` (0 where there is none) or `failed PID WHY`.
 */
final class Neo4jServer {
    private static final long PID = ProcessHandle.current().pid();

    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[1]);
        if (arguments[0].equals("admin")) {
            System.exit(admin(home, Arrays.copyOfRange(arguments, 2, arguments.length)));
        }
        if (arguments.length > 2) {
            endWith(Long.parseLong(arguments[2]));
        }
        state(home, "starting " + PID);
        try {
            state(home, "ready " + PID + " " + serve(home));
        } catch (Throwable failure) {
            failure.printStackTrace();
            state(home, "failed " + PID + " " + why(failure));
            System.exit(1);
        }
    }

    private static void endWith(long process) {
        ProcessHandle.of(process)
                .map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenRun(() -> System.exit(0));
    }

    /** Starts the server and returns the ports it listens on. */
    private static String serve(Path home) throws IOException {
        if (!Files.exists(home.resolve("data/databases/system"))) {
            setPassword(home);
        }
        DatabaseManagementService service = new DatabaseManagementServiceBuilder(home)
                .loadPropertiesFromFile(home.resolve("conf/neo4j.conf"))
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
        if (!service.database("neo4j").isAvailable(60_000)) {
            throw new IllegalStateException("the database did not open; logs/debug.log says why");
        }
        var parts = ((GraphDatabaseAPI) service.database("system")).getDependencyResolver();
        GlobalProcedures procedures = parts.resolveDependency(GlobalProcedures.class);
        try {
            procedures.register(new WriteTies());
            procedures.register(new WriteNodes());
        } catch (ProcedureException failure) {
            throw new IllegalStateException(failure);
        }
        ConnectorPortRegister ports = parts.resolveDependency(ConnectorPortRegister.class);
        HostnamePort http = ports.getLocalAddress(ConnectorType.HTTP);
        int bolt = ports.getLocalAddress(ConnectorType.BOLT).getPort();
        return bolt + " " + (http == null ? 0 : http.getPort());
    }

    /** Puts our password in place of the one everybody knows, before the first start. */
    private static void setPassword(Path home) throws IOException {
        String password = Files.readString(home.resolve("password")).strip();
        if (admin(home, "dbms", "set-initial-password", password) != 0) {
            throw new IllegalStateException("the password could not be set");
        }
    }

    private static int admin(Path home, String... command) {
        return AdminTool.execute(new ExecutionContext(home, home.resolve("conf")), command);
    }

    private static String why(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return (root.getClass().getSimpleName() + ": " + root.getMessage()).replaceAll("\\s+", " ");
    }

    private static void state(Path home, String line) throws IOException {
        Path part = home.resolve("state.part");
        Files.writeString(part, line + "\n");
        Files.move(part, home.resolve("state"), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Rows as columns of bytes, little-endian, laid out as Arrow does. Each column is
     * [name, kind, valid, numbers, starts, content, items]: a byte a row where some are null;
     * values of eight bytes (l, d) or one (b); for texts (s) where each begins in the UTF-8 of
     * all; for lists (ll, ls) where each row begins among the values.
     */
    private static final class Rows {
        private final String[] names;
        private final char[] kinds;
        private final boolean[] areLists;
        private final byte[][] valid;
        private final ByteBuffer[] numbers;
        private final ByteBuffer[] starts;
        private final byte[][] content;
        private final ByteBuffer[] items;

        Rows(SequenceValue columns) {
            int many = columns.intSize();
            names = new String[many];
            kinds = new char[many];
            areLists = new boolean[many];
            valid = new byte[many][];
            numbers = new ByteBuffer[many];
            starts = new ByteBuffer[many];
            content = new byte[many][];
            items = new ByteBuffer[many];
            for (int at = 0; at < many; at++) {
                SequenceValue column = (SequenceValue) columns.value(at);
                names[at] = ((TextValue) column.value(0)).stringValue();
                String kind = ((TextValue) column.value(1)).stringValue();
                areLists[at] = kind.length() > 1;
                kinds[at] = kind.charAt(kind.length() - 1);
                valid[at] = bytes(column, 2);
                numbers[at] = buffer(column, 3);
                starts[at] = buffer(column, 4);
                content[at] = bytes(column, 5);
                items[at] = buffer(column, 6);
            }
        }

        private static byte[] bytes(SequenceValue column, int at) {
            return ((ByteArray) column.value(at)).asObjectCopy();
        }

        private static ByteBuffer buffer(SequenceValue column, int at) {
            return ByteBuffer.wrap(bytes(column, at)).order(ByteOrder.LITTLE_ENDIAN);
        }

        int columns() {
            return names.length;
        }

        int[] keys(KernelTransaction work, int first) throws KernelException {
            int[] keys = new int[names.length];
            for (int at = first; at < keys.length; at++) {
                keys[at] = work.tokenWrite().propertyKeyGetOrCreateForName(names[at]);
            }
            return keys;
        }

        String text(int column, int row) {
            int begin = starts[column].getInt(4 * row);
            int length = starts[column].getInt(4 * row + 4) - begin;
            return new String(content[column], begin, length, StandardCharsets.UTF_8);
        }

        Value value(int column, int row) {
            if (valid[column].length > 0 && valid[column][row] == 0) {
                return null;
            }
            if (areLists[column]) {
                return list(column, items[column].getInt(4 * row), items[column].getInt(4 * row + 4));
            }
            switch (kinds[column]) {
                case 'l':
                    return Values.longValue(numbers[column].getLong(8 * row));
                case 'd':
                    return Values.doubleValue(numbers[column].getDouble(8 * row));
                case 'b':
                    return Values.booleanValue(numbers[column].get(row) != 0);
                default:
                    return Values.utf8Value(text(column, row));
            }
        }

        private Value list(int column, int first, int last) {
            if (kinds[column] == 's') {
                String[] found = new String[last - first];
                Arrays.setAll(found, at -> text(column, first + at));
                return Values.stringArray(found);
            }
            long[] found = new long[last - first];
            Arrays.setAll(found, at -> numbers[column].getLong(8 * (first + at)));
            return Values.longArray(found);
        }

        IntObjectHashMap<Value> properties(int[] keys, int first, int row) {
            IntObjectHashMap<Value> found = new IntObjectHashMap<>();
            for (int column = first; column < names.length; column++) {
                Value value = value(column, row);
                if (value != null) {
                    found.put(keys[column], value);
                }
            }
            return found;
        }
    }

    /** What both writers share: they run inside a transaction of Cypher, and fail it whole. */
    private abstract static class Writing extends CallableProcedure.BasicProcedure {
        Writing(ProcedureSignature.Builder signature) {
            super(signature.in("columns", Neo4jTypes.NTList(Neo4jTypes.NTAny))
                    .out("made", Neo4jTypes.NTInteger)
                    .mode(Mode.WRITE)
                    .description("Huibi's own: writes rows of a projection.")
                    .build());
        }

        static ProcedureSignature.Builder named(String name) {
            return ProcedureSignature.procedureSignature(new QualifiedName("huibi", name))
                    .in("rows", Neo4jTypes.NTInteger);
        }

        static String text(AnyValue value) {
            return ((TextValue) value).stringValue();
        }

        static Long find(Transaction work, Label label, Map<String, Long> known, String id) {
            Long found = known.get(id);
            if (found == null) {
                Node node = work.findNode(label, "id", id);
                found = node == null ? -1L : number(node);
                known.put(id, found);
            }
            return found;
        }

        @SuppressWarnings("removal") // what the kernel writes by
        static long number(Node node) {
            return node.getId();
        }

        abstract long write(Context context, AnyValue[] input) throws KernelException;

        @Override
        public ResourceRawIterator<AnyValue[], ProcedureException> apply(
                Context context, AnyValue[] input, ResourceMonitor monitor) throws ProcedureException {
            try {
                AnyValue[] made = {Values.longValue(write(context, input))};
                return ResourceRawIterator.<AnyValue[], ProcedureException>of(made);
            } catch (ProcedureException failure) {
                throw failure;
            } catch (KernelException failure) {
                throw new ProcedureException(
                        failure.status(), failure, "%s", failure.getMessage());
            }
        }
    }

    /** huibi.ties(rows, type, source, target, columns): the first two columns are ids of the ends. */
    private static final class WriteTies extends Writing {
        WriteTies() {
            super(named("ties").in("type", Neo4jTypes.NTString)
                    .in("source", Neo4jTypes.NTString)
                    .in("target", Neo4jTypes.NTString));
        }

        @Override
        long write(Context context, AnyValue[] input) throws KernelException {
            int many = (int) ((IntegralValue) input[0]).longValue();
            KernelTransaction work = context.kernelTransaction();
            Transaction graph = context.internalTransaction();
            Label source = Label.label(text(input[2]));
            Label target = Label.label(text(input[3]));
            Rows rows = new Rows((SequenceValue) input[4]);
            int type = work.tokenWrite().relationshipTypeGetOrCreateForName(text(input[1]));
            int[] keys = rows.keys(work, 2);
            Map<String, Long> sources = new HashMap<>();
            Map<String, Long> targets = new HashMap<>();
            Write store = work.dataWrite();
            long made = 0;
            for (int row = 0; row < many; row++) {
                long from = find(graph, source, sources, rows.text(0, row));
                long to = find(graph, target, targets, rows.text(1, row));
                if (from >= 0 && to >= 0) {
                    long tie = store.relationshipCreate(from, type, to);
                    store.relationshipApplyChanges(tie, rows.properties(keys, 2, row));
                    made++;
                }
            }
            return made;
        }
    }

    /** huibi.nodes(rows, label, columns): the first column is the id; nodes take these properties. */
    private static final class WriteNodes extends Writing {
        private static final IntSet NONE = IntSets.immutable.empty();

        WriteNodes() {
            super(named("nodes").in("label", Neo4jTypes.NTString));
        }

        @Override
        long write(Context context, AnyValue[] input) throws KernelException {
            int many = (int) ((IntegralValue) input[0]).longValue();
            KernelTransaction work = context.kernelTransaction();
            Transaction graph = context.internalTransaction();
            Label label = Label.label(text(input[1]));
            Rows rows = new Rows((SequenceValue) input[2]);
            int[] labels = {work.tokenWrite().labelGetOrCreateForName(text(input[1]))};
            int[] keys = rows.keys(work, 0);
            Write store = work.dataWrite();
            for (int row = 0; row < many; row++) {
                Node stands = graph.findNode(label, "id", rows.text(0, row));
                long node;
                if (stands == null) {
                    node = store.nodeCreateWithLabels(labels);
                } else {
                    node = number(stands);
                    stands.getAllProperties().keySet().forEach(stands::removeProperty);
                }
                store.nodeApplyChanges(node, NONE, NONE, rows.properties(keys, 0, row));
            }
            return many;
        }
    }
}

package io.exitbench.result.record;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Records as JSON: what is unknown is null, and a journal entry says of what kind it is. */
public final class RecordJson {
    private static final String KIND = "kind";

    private static final Map<String, Class<?>> KINDS =
            Arrays.stream(JournalEntry.class.getPermittedSubclasses())
                    .collect(Collectors.toUnmodifiableMap(RecordJson::kind, Function.identity()));

    private static final Gson GSON =
            new GsonBuilder()
                    .disableHtmlEscaping()
                    .serializeNulls()
                    .registerTypeAdapter(OptionalDouble.class, new Doubles())
                    .registerTypeAdapter(OptionalInt.class, new Integers())
                    .registerTypeAdapterFactory(new Optionals())
                    .create();

    private RecordJson() {}

    private static String kind(Class<?> type) {
        return type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    /**
     * @param value a record
     * @return one line of JSON
     */
    public static String line(Object value) {
        return GSON.toJson(value);
    }

    /**
     * @param json of a record
     * @param type of the record
     * @param <T> the same
     * @return the record
     * @throws JsonParseException if it is none
     */
    public static <T> T parse(String json, Class<T> type) {
        T value = read(() -> GSON.fromJson(json, type));
        if (value == null) {
            throw new JsonParseException("nothing there");
        }
        return value;
    }

    /**
     * @param entry to write
     * @return one line of JSON that {@link #entry(String)} reads
     */
    public static String line(JournalEntry entry) {
        JsonObject json = new JsonObject();
        json.addProperty(KIND, kind(entry.getClass()));
        GSON.toJsonTree(entry)
                .getAsJsonObject()
                .entrySet()
                .forEach(member -> json.add(member.getKey(), member.getValue()));
        return GSON.toJson(json);
    }

    /**
     * @param line of a journal
     * @return the entry
     * @throws JsonParseException if it is none
     */
    public static JournalEntry entry(String line) {
        JsonObject json = parse(line, JsonObject.class);
        JsonElement kind = json.get(KIND);
        Class<?> type =
                kind != null && kind.isJsonPrimitive() ? KINDS.get(kind.getAsString()) : null;
        if (type == null) {
            throw new JsonParseException("no known kind of entry");
        }
        return (JournalEntry) read(() -> GSON.fromJson(json, type));
    }

    /** A record may refuse what it is made of, which is no record then. */
    private static <T> T read(Supplier<T> json) {
        try {
            return json.get();
        } catch (JsonParseException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new JsonParseException(e.getMessage(), e);
        }
    }

    private static final class Doubles extends TypeAdapter<OptionalDouble> {
        @Override
        public void write(JsonWriter out, OptionalDouble value) throws IOException {
            if (value == null || value.isEmpty()) {
                out.nullValue();
            } else {
                out.value(value.getAsDouble());
            }
        }

        @Override
        public OptionalDouble read(JsonReader in) throws IOException {
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return OptionalDouble.empty();
            }
            return OptionalDouble.of(in.nextDouble());
        }
    }

    private static final class Integers extends TypeAdapter<OptionalInt> {
        @Override
        public void write(JsonWriter out, OptionalInt value) throws IOException {
            if (value == null || value.isEmpty()) {
                out.nullValue();
            } else {
                out.value(value.getAsInt());
            }
        }

        @Override
        public OptionalInt read(JsonReader in) throws IOException {
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return OptionalInt.empty();
            }
            return OptionalInt.of(in.nextInt());
        }
    }

    private static final class Optionals implements TypeAdapterFactory {
        @Override
        @SuppressWarnings("unchecked")
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
            if (token.getRawType() != Optional.class) {
                return null;
            }
            ParameterizedType type = (ParameterizedType) token.getType();
            TypeAdapter<Object> inner =
                    (TypeAdapter<Object>)
                            gson.getAdapter(TypeToken.get(type.getActualTypeArguments()[0]));
            return (TypeAdapter<T>)
                    new TypeAdapter<Optional<Object>>() {
                        @Override
                        public void write(JsonWriter out, Optional<Object> value)
                                throws IOException {
                            inner.write(out, value == null ? null : value.orElse(null));
                        }

                        @Override
                        public Optional<Object> read(JsonReader in) throws IOException {
                            return Optional.ofNullable(inner.read(in));
                        }
                    };
        }
    }
}

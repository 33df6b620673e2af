package io.turnstile.altegio;

/**
 * Rule for what a success of each of the API's calls must hold to be read: whoever judges a response before the routes do,
 * as the gate does, has to judge as they will. A call of any other kind only has to be answered with one JSON object.
 */
public final class PromisedShape {

    private PromisedShape() {}

    /**
     * Returns whether the body of a 2xx can be read.
     *
     * @param path path of the call, with or without its query
     */
    public static boolean isKept(String path, byte[] body) {
        int query = path.indexOf('?');
        String call = query < 0 ? path : path.substring(0, query);
        try {
            if (call.endsWith("/search_for_activity")) {
                SearchResponse.read(body);
            } else if (call.endsWith("/check_for_activity")) {
                CheckResponse.read(body);
            } else if (call.endsWith("/abonement_types/search")) {
                TypesResponse.read(body);
            } else {
                ResponseBody.promised(body);
            }
            return true;
        } catch (UnreadableResponseException broken) {
            return false;
        }
    }
}
